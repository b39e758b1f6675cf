// Members come from the nearest base that has them; a qualified call is that class's own.

// --- file: i.cpp
namespace base {
class Root {
 public:
  void open() {}   // @def root_open
  void common() {} // @def common
  static void util() {} // @def util
};
class Mixin {
 public:
  void extra() {} // @def extra
  void open(int x) {} // @def mixin_open
};
}  // namespace base

template <class T>
class Holder {
 public:
  T& held() { return t_; } // @def held
  T t_;
};

class Leaf : public base::Root, private base::Mixin, public Holder<base::Mixin> {
 public:
  void open() { Root::open(); } // @def leaf_open @calls root_open
  void go() {
    open();          // @calls leaf_open
    common();        // @calls common
    extra();         // @calls extra
    util();          // @calls util
    base::Root::open(); // @calls root_open
    this->held().extra(); // @calls held, extra
  }
  using Parent = base::Root;
  void more() { Parent::open(); } // @calls root_open
};

void use(Leaf& leaf) {
  leaf.open();   // @calls leaf_open
  leaf.common(); // @calls common
  leaf.Root::open(); // @calls root_open
  Leaf::util();  // @calls util
}
