// What containers hold is known when it is iterated, indexed or found.

// --- file: c.cpp
#include <map>
#include <string>
#include <utility>
#include <vector>

struct Item {
  void use() {}     // @def use
  int size() const { return 0; } // @def item_size
};
struct Tag {
  void use() {} // @def tag_use
};

class Bag {
 public:
  Item* begin() { return items_; }
  Item* end() { return items_ + 1; }
  Tag& operator[](int i) { return tag_; }

 private:
  Item items_[1];
  Tag tag_;
};

void go(std::vector<Item>& items, std::map<std::string, Item*>& index, Bag& bag) {
  for (auto& item : items) item.use();       // @calls use
  for (const Item& item : items) item.size(); // @calls item_size
  items.size();
  items[0].use();                            // @calls use
  items.front().use();                       // @calls use
  for (auto& [name, item] : index) {
    item->use();                             // @calls use
    name.size();
  }
  index["x"]->use();                         // @calls use
  auto found = index.find("x");
  found->second->use();                      // @calls use
  for (auto it = items.begin(); it != items.end(); ++it) it->use(); // @calls use
  for (std::vector<Item>::iterator it = items.begin(); it != items.end(); ++it) {
    (*it).use();                             // @calls use
  }
  for (auto& item : bag) item.use();         // @calls use
  bag[0].use();                              // @calls tag_use
  std::pair<Item, Tag> both;
  both.second.use();                         // @calls tag_use
  for (auto* item : {&both.first}) item->use(); // @calls use
}
