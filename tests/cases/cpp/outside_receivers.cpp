// A method of a library object is never the project's own method of that name.

// --- file: o.cpp
#include <fstream>
#include <string>
#include <vector>

class Buffer {
 public:
  int size() { return 0; }
  void clear() {}
  void push_back(int x) {}
  std::string str() { return ""; }
  void open(const char* name) {}
};

void use(std::string text, std::vector<Buffer*>& all, const std::vector<std::string>& names) {
  text.size();
  text.clear();
  all.push_back(nullptr);
  all.size();
  for (const auto& name : names) name.size();
  std::ifstream in;
  in.open("x");
  auto copy = text.substr(1);
  copy.clear();
  std::to_string(3).size();
}
