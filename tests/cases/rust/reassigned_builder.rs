// A builder that is set anew out of itself, in chains of many links: as long as it is, a chain is read once.

// --- file: src/lib.rs
use outside::{arg, Builder, Unknown};

pub fn build(interactive: bool) -> Builder {  // @def build
    let mut app = Unknown::start(interactive)
        .a(1).a(2).a(3).a(4).a(5).a(6).a(7).a(8).a(9).a(10).a(11).a(12).a(13).a(14).a(15).a(16).a(17).a(18).a(19)
        .b(label());  // @calls label
    if interactive {
        app = app
            .a(1).a(2).a(3).a(4).a(5).a(6).a(7).a(8).a(9).a(10).a(11).a(12).a(13).a(14).a(15).a(16).a(17).a(18)
            .a(19).a(20).a(21).a(22).a(23).a(24).a(25).a(26).a(27).a(28).a(29).a(30).a(31).a(32).a(33).a(34)
            .b(label());  // @calls label
    }
    app = app.a(1).a(2).b(label());  // @calls label
    app
}

fn label() -> String {  // @def label
    arg("label")
}
