// pub use is followed through any number of modules, renamed and by glob, and across a cycle of globs.

// --- file: src/lib.rs
mod outer;
pub use outer::*;
pub use outer::inner::core::build as make;

fn run() {
    build();                  // @calls build
    make();                   // @calls build
    outer::Widget::new();     // @calls new
    Widget::new().paint();    // @calls new, paint
    prelude::Tool::new();     // @calls new
    outer::core_only();
}

pub mod prelude {
    pub use crate::outer::inner::Widget as Tool;
    pub use super::*;
}

// --- file: src/outer.rs
pub mod inner;
pub use self::inner::{core::build, Widget};
use self::inner::core::core_only;

// --- file: src/outer/inner.rs
pub mod core;
pub use self::core::Widget;
pub use super::*;

// --- file: src/outer/inner/core.rs
pub struct Widget;
impl Widget {
    pub fn new() -> Self { Widget } // @def new
    pub fn paint(&self) {} // @def paint
}
pub fn build() {} // @def build
pub fn core_only() {}
