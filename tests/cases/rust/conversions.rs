// From picks its impl by the argument; into, as_ref and to_string stay the library's.

// --- file: src/lib.rs
struct Name(String); // @def Name
struct Id;
struct Code;
impl From<Id> for Name {
    fn from(i: Id) -> Self { Name(String::new()) } // @def from_id @calls Name
}
impl From<Code> for Name {
    fn from(c: Code) -> Self { Name(String::new()) } // @def from_code @calls Name
}
impl From<Name> for String {
    fn from(n: Name) -> String { n.0 } // @def to_text
}
impl AsRef<str> for Name {
    fn as_ref(&self) -> &str { &self.0 } // @def as_str
}
impl std::str::FromStr for Name {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> { Err(()) } // @def from_str
}
impl Name {
    fn show(&self) {} // @def show
}

fn run(i: Id, c: Code, n: Name, s: &str) {
    Name::from(i).show();        // @calls from_id, show
    Name::from(c).show();        // @calls from_code, show
    String::from(n);             // @calls to_text
    String::from(s);
    let m: Name = i.into();
    m.show();                    // @calls show
    m.as_ref();                  // @calls as_str
    s.as_ref();
    Name::from_str(s).unwrap().show(); // @calls from_str, show
    s.parse::<Name>().unwrap().show(); // @calls show
    m.to_string();
    s.to_owned().show();
}
