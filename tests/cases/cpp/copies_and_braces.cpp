// A copy is made by the copy constructor; braces are no argument that a template parameter is deduced from.

// --- file: text.cpp
namespace std { template <typename T> class initializer_list; }
struct Text {
  Text(const char* value) {} // @def from_chars
  Text(const Text& other) {} // @def copied
};
template <typename T> int join(const T& parts) { return 1; } // @def join
int join(std::initializer_list<int> parts) { return 2; } // @def join_list
int use(Text known) {
  Text a = Text(known); // @calls copied
  Text b = Text("b"); // @calls from_chars
  return join({1, 2}) + join(known); // @calls join_list, join
}
