// Associated types are looked up in the impl, through bounds and through projections.

// --- file: src/lib.rs
trait Store {
    type Item: Entry;
    type Key;
    fn get(&self, key: Self::Key) -> Self::Item; // @def get_decl
    fn first(&self) -> Option<Self::Item>; // @def first_decl
}
trait Entry {
    fn touch(&self); // @def touch_decl
}

struct Disk;
struct Page;
impl Page {
    fn flush(&self) {} // @def flush
}
impl Entry for Page {
    fn touch(&self) {} // @def touch
}
impl Store for Disk {
    type Item = Page;
    type Key = u8;
    fn get(&self, key: u8) -> Page { Page } // @def get
    fn first(&self) -> Option<Self::Item> { None } // @def first
}

fn run(d: Disk) {
    d.get(1).flush();                 // @calls get, flush
    d.first().unwrap().flush();       // @calls first, flush
    let p: <Disk as Store>::Item = d.get(2); // @calls get
    p.flush();                        // @calls flush
}

fn generic<S: Store>(s: S, k: S::Key) {
    s.get(k).touch();                 // @calls get_decl, touch_decl @dispatch get, touch
}

fn given<S: Store<Item = Page>>(s: S) {
    if let Some(page) = s.first() {   // @calls first_decl @dispatch first
        page.flush();                 // @calls flush
    }
}
