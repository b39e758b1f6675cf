// Smart pointers and optionals lead to what they hold; their own methods are the library's.

// --- file: s.cpp
#include <memory>
#include <optional>

struct Node {
  void visit() {} // @def visit
  void reset() {} // @def node_reset
  std::shared_ptr<Node> next;
};

std::unique_ptr<Node> build() { return std::make_unique<Node>(); } // @def build

void walk(std::shared_ptr<Node> root, std::weak_ptr<Node> weak) {
  root->visit();             // @calls visit
  root->next->next->visit(); // @calls visit
  (*root).visit();           // @calls visit
  root.get()->visit();       // @calls visit
  root.reset();
  root->reset();             // @calls node_reset
  auto made = std::make_shared<Node>();
  made->visit();             // @calls visit
  build()->visit();          // @calls build, visit
  auto moved = std::move(made);
  moved->visit();            // @calls visit
  if (auto locked = weak.lock()) locked->visit(); // @calls visit
  std::optional<Node> maybe;
  maybe->visit();            // @calls visit
  maybe.value().visit();     // @calls visit
}
