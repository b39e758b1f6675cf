// Types and values of TypeScript that are named without a call: type-only imports, namespaces, type parameters.

// --- file: model.ts
export interface Item { price: number }            // @def Item
export type Maybe = Item | null;                   // @def Maybe @uses Item
export const LIMIT = 3;                            // @def LIMIT
export enum Color { RED = 1 }                      // @def Color
export class Cart {                                // @def Cart
    total = 0;                                     // @def total
    get size() { return this.total; }              // @def size @uses total
    set size(n: number) {}
    clone(): Cart { return this; }
}
export default class Basket {}                     // @def Basket

// --- file: decoy.ts
export interface Item { name: string }
export class Cart {}

// --- file: use.ts
import type { Item, Maybe as Perhaps } from './model';
import * as model from './model';
import Any, { Cart, LIMIT as MOST, Color } from './model';
import { Cart as Outside } from 'outside';

function price(item: Item, cart: Cart): Perhaps {   // @uses Item, Cart, Maybe
    if (cart.size > MOST) return item;             // @uses size, LIMIT
    return cart instanceof Cart ? null : Color.RED as any;  // @uses Cart, Color, Color.RED
}
function qualified(a: model.Cart, b: Array<model.Item>): typeof model.LIMIT { return model.LIMIT }  // @uses Cart, Item, LIMIT
function generic<Item>(a: Item): Item { return a }
function outside(a: Outside): Any { return null }  // @uses Basket
function shadowed(MOST: number) { return MOST }
