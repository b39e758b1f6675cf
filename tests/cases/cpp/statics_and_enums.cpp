// Static members, nested types and enumerators belong to their class.

// --- file: s.cpp
class Registry {
 public:
  enum Mode { kFast, kSlow };
  enum class Level { low };
  struct Entry {
    void run() {} // @def run
  };
  static Registry& instance() { static Registry r; return r; } // @def instance
  static void clear(Mode m) {} // @def clear
  Entry entry() { return Entry(); } // @def entry @calls Registry.Entry
  static Entry shared; // @def shared
};
Registry::Entry Registry::shared;

namespace tools {
struct Registry {
  static void clear(int n) {} // @def tools_clear
};
}

void use() {
  Registry::instance().entry().run(); // @calls instance, entry, run
  Registry::clear(Registry::kFast);   // @calls clear
  Registry::shared.run();             // @calls run
  Registry::Entry local;
  local.run();                        // @calls run
  tools::Registry::clear(1);          // @calls tools_clear
  auto level = Registry::Level::low;
}
