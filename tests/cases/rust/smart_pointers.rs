// Methods are found through Box, Rc, Arc, RefCell, Mutex, Cow and a Deref of one's own; the wrapper's come first.

// --- file: src/lib.rs
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

#[derive(Clone)]
struct Core;
impl Core {
    fn run(&self) {} // @def run
    fn lock(&self) {} // @def core_lock
}

struct Guard { core: Core }
impl Deref for Guard {
    type Target = Core;
    fn deref(&self) -> &Core { &self.core }
}
impl Guard {
    fn lock(&self) {} // @def guard_lock
}

struct Holder { shared: Arc<Mutex<Core>>, cell: Rc<RefCell<Vec<Core>>>, plain: Box<Core> }

impl Holder {
    fn all(&self, g: &Guard) {
        self.plain.run();                       // @calls run
        self.shared.lock().unwrap().run();      // @calls run
        self.cell.borrow()[0].run();            // @calls run
        self.cell.borrow_mut().iter().for_each(|c| c.run()); // @calls run
        let again = Arc::clone(&self.shared);
        again.lock().unwrap().lock();           // @calls core_lock
        g.run();                                // @calls run
        g.lock();                               // @calls guard_lock
        (**g).lock();                           // @calls core_lock
        self.plain.clone().run();               // @calls run
        (*self.plain).lock();                   // @calls core_lock
    }
}
