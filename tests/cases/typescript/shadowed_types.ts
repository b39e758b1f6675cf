// A local type, a type parameter or an import of the same name hides the one outside.

// --- file: item.ts
export class Item { outer() {} } // @def Item

// --- file: a.ts
import { Item } from './item';
function f(x: Item) { x.outer(); } // @def f @calls Item.outer
function g<Item>(x: Item) { (x as any).outer(); x.outer(); } // @def g
function h() { // @def h
  class Item { inner() {} } // @def local_Item
  const x: Item = new Item(); // @calls local_Item
  x.inner(); // @calls h.Item.inner
  x.outer();
}
function map(Map: any) { new Map().get('x'); } // @def map
class Map { get(k: string) { return new Item(); } } // @def Map @calls Item
new Map().get('x').outer(); // @calls Map, Map.get, Item.outer
