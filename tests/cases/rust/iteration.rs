// Elements keep their types through loops, adaptors, collections and user-made iterators.

// --- file: src/lib.rs
use std::collections::HashMap;

#[derive(Clone)]
struct Node { children: Vec<Node>, index: HashMap<String, Leaf> }
struct Leaf;
impl Node {
    fn visit(&self) -> Leaf { Leaf } // @def visit
    fn is_big(&self) -> bool { true } // @def is_big
}
impl Leaf {
    fn fall(&self) {} // @def fall
}
struct Walk;
impl Iterator for Walk {
    type Item = Leaf;
    fn next(&mut self) -> Option<Leaf> { None } // @def next
}

fn run(root: Node, mut walk: Walk) {
    for child in &root.children {
        child.visit();                                            // @calls visit
    }
    for (i, child) in root.children.iter().enumerate() {
        child.visit().fall();                                     // @calls visit, fall
        i.visit();
    }
    for (name, leaf) in &root.index {
        leaf.fall();                                              // @calls fall
        name.fall();
    }
    let leaves: Vec<_> = root.children.iter().filter(|n| n.is_big()).map(|n| n.visit()).collect(); // @calls is_big, visit
    leaves[0].fall();                                             // @calls fall
    leaves.iter().rev().skip(1).for_each(|l| l.fall());           // @calls fall
    root.children.iter().map(Node::visit).next().unwrap().fall(); // @calls fall
    root.children.iter().cloned().find(|n| n.is_big()).unwrap().visit(); // @calls is_big, visit
    root.index.get("x").unwrap().fall();                          // @calls fall
    root.index.values().for_each(|l| l.fall());                   // @calls fall
    walk.next();                                                  // @calls next
    walk.by_ref().map(|l| l.fall()).count();                      // @calls fall
    for leaf in walk {
        leaf.fall();                                              // @calls fall
    }
    let first = root.children.iter().fold(Leaf, |acc, n| { acc.fall(); n.visit() }); // @calls fall, visit
    first.fall();                                                 // @calls fall
}
