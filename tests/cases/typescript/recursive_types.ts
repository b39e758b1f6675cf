// Types that mention themselves, directly or through one another, end the search.

// --- file: a.ts
type Json = string | Json[] | { [key: string]: Json };
interface Node<T> { next: Node<T> | null; value: T; walk(): Node<T> }
class Leaf { touch() {} } // @def Leaf
type Tree<T> = { left: Tree<T>; right: Tree<T>; value: T };
type A = B | null;
type B = { a: A; leaf: Leaf };
function f(j: Json, n: Node<Leaf>, t: Tree<Leaf>, a: A) { // @def f
  n.next!.next!.value.touch(); // @calls Leaf.touch
  n.walk().walk().value.touch(); // @calls Node.walk, Leaf.touch
  t.left.right.value.touch(); // @calls Leaf.touch
  a!.a!.a!.leaf.touch(); // @calls Leaf.touch
  j.touch();
}
class Self<T extends Self<T>> { me(): T { return null!; } } // @def Self
class Sub extends Self<Sub> { sub() {} } // @def Sub
new Sub().me().sub(); // @calls Sub, Self.me, Sub.sub
