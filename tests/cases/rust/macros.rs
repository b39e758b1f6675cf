// The arguments of macros are read as expressions; a macro of the repository is itself what is called.

// --- file: src/lib.rs
#[macro_use]
mod helpers;

struct Parser;
impl Parser {
    fn next(&mut self) -> Result<Token, u8> { Err(0) } // @def next
    fn done(&self) -> bool { true } // @def done
    fn name(&self) -> String { String::new() } // @def name
}
struct Token;
impl Token {
    fn text(&self) -> u8 { 0 } // @def text
    fn kind(&self) -> Option<Token> { None } // @def kind
}

fn run(p: &mut Parser) -> Result<(), u8> {
    assert!(p.done(), "{}", p.name());                    // @calls done, name
    assert_eq!(ok!(p.next()).text(), 1);                  // @calls ok, next, text
    let token = ok!(p.next());                            // @calls ok, next
    token.text();                                         // @calls text
    let all = vec![token.kind(), None];                   // @calls kind
    all[0].as_ref().unwrap().text();                      // @calls text
    println!("{} {:?} {x}", p.name(), format!("{}", token.text()), x = p.done()); // @calls name, text, done
    if matches!(token.kind(), Some(t) if t.text() > 1) {} // @calls kind, text
    let same = make!();                                   // @calls make
    same.text();                                          // @calls text
    odd_language!(p => name(), -x);                       // @calls odd_language
    Ok(())
}

// --- file: src/helpers.rs
macro_rules! ok { // @def ok
    ($e:expr) => {
        match $e {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}

macro_rules! make { // @def make
    () => {
        $crate::Token
    };
}

macro_rules! odd_language { // @def odd_language
    ($a:ident => $b:ident (), - $c:tt) => {};
}
