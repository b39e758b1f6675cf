// Combinators of Option and Result pass types through, into closures and out of them.

// --- file: src/lib.rs
struct User;
struct Account;
struct Failure;
impl User {
    fn account(&self) -> Option<Account> { None } // @def account
    fn load(id: u8) -> Result<User, Failure> { Err(Failure) } // @def load
    fn touch(&self) {} // @def touch
}
impl Account {
    fn close(&self) {} // @def close
    fn touch(&self) {} // @def account_touch
}
impl Failure {
    fn report(&self) {} // @def report
}

fn run(maybe: Option<User>) -> Result<(), Failure> {
    maybe.as_ref().map(|u| u.touch());                           // @calls touch
    maybe.as_ref().and_then(|u| u.account()).unwrap().close();   // @calls account, close
    let account = maybe.as_ref().and_then(User::account).ok_or(Failure)?; // @refs account
    account.touch();                                             // @calls account_touch
    let user = User::load(1)?;                                   // @calls load
    user.touch();                                                // @calls touch
    User::load(2).map_err(|e| e.report()).ok();                  // @calls load, report
    User::load(3).unwrap_or_else(|e| {                           // @calls load
        e.report();                                              // @calls report
        panic!()
    }).touch();                                                  // @calls touch
    let total = maybe.map_or(0, |u| { u.touch(); 1 });           // @calls touch
    total.touch();
    Ok(())
}
