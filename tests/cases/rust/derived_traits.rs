// A derive macro implements the repository's trait of its name: provided methods are the trait's own.

// --- file: src/lib.rs
mod traits;
use traits::Parse;

#[derive(Clone, Debug, Parse)]
struct Cli { name: Name }
#[derive(Clone, PartialEq)]
struct Name;
impl Name {
    fn show(&self) {} // @def show
}

struct NotDerived;
impl NotDerived {
    fn clone(&self) -> u8 { 0 } // @def own_clone
}

fn run(n: NotDerived, a: Name) {
    let cli = Cli::parse();     // @calls parse
    cli.name.show();            // @calls show
    Cli::command();             // @dispatch command
    cli.clone().name.clone().show(); // @calls show
    n.clone();                  // @calls own_clone
    a.eq(&a);
    NotDerived::parse();
}

// --- file: src/traits.rs
pub trait Parse: Command {
    fn parse() -> Self where Self: Sized { todo!() } // @def parse
}
pub trait Command {
    fn command(); // @def command
}
