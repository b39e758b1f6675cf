// Conversion functions and defaulted members written outside their class; reference members make no object.

// --- file: a.cpp
struct Pool {
  bool empty() const { return true; } // @def empty
  int size() { return 0; }            // @def size
};
struct Base {
  virtual int weight() const { return 1; } // @def base_weight
};
struct Reader : Base {
  Pool* pool;
  Reader();
  ~Reader();
  explicit operator bool() const;
  operator int*();
  int weight() const override { return 2; }
};
Reader::Reader() = default;
Reader::~Reader() = default;
Reader::operator bool() const { return !pool->empty(); } // @calls empty
Reader::operator int*() {
  pool->size(); // @calls size
  return nullptr;
}

struct Item { // @def item
  Item(int n) : n(n) {} // @def item_made
  Item(const Item& other) : n(other.n) {} // @def item_copied
  int n;
};
struct Holder {
  Holder(const Item& a, Item b) : seen(a), kept(b) {} // @calls item_copied
  const Item& seen;
  Item kept;
};

void use(Reader& r, Item& item) {
  Item** many = new Item*[3];
  Item& same(item);
  Item other(1); // @calls item_made
  r.Base::weight(); // @calls base_weight
}
