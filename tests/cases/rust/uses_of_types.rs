// Types and traits in signatures, fields, bounds and casts; an impl is no use of what it is for.

// --- file: Cargo.toml
[package]
name = "shop"

// --- file: src/lib.rs
mod cart;
mod other;
use cart::{Cart as Basket, Item};

pub trait Priced {}                          // @def Priced
impl Priced for Item {}

pub fn price<T: Priced>(b: &Basket, x: Vec<Item>) -> Option<cart::Item> {  // @uses Priced, Cart, Item
    let y: Box<dyn Priced> = todo!();        // @uses Priced
    None
}
pub fn shadowed<Item>(x: Item) -> Item { x }

// --- file: src/cart.rs
pub struct Item;                             // @def Item
pub struct Cart { pub first: Option<Item> }  // @def Cart @uses Item
impl Cart {
    pub fn copy(&self) -> Cart { todo!() }
    pub fn take(&self, i: Item) -> Self { todo!() }  // @uses Item
}

// --- file: src/other.rs
pub struct Cart;                             // @def OtherCart
pub fn other(c: Cart, s: std::Item) {}       // @uses OtherCart
