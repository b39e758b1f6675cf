// Without a type there is no call; the only method of that name is kept as a candidate, library names are not.

// --- file: u.cpp
class Parser {
 public:
  void parse_everything() {} // @def parse_everything
  void size() {}
};

template <typename T>
void handle(T& thing) {
  thing.parse_everything(); // @ambiguous parse_everything
  thing.size();
}

void other(external::Widget w) {
  w.parse_everything();
}
