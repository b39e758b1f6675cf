// cfg_if! takes one branch; a macro that puts a cfg on its items makes twins, too.

// --- file: src/lib.rs
cfg_if! {
    if #[cfg(windows)] {
        fn platform() {} // @def windows_platform
        use self::b::one as chosen;
    } else if #[cfg(unix)] {
        fn platform() {} // @def unix_platform
        use self::a::one as chosen;
    } else {
        fn platform() {} // @def other_platform
    }
}

macro_rules! when_off { // @def when_off
    ($($item:item)*) => { $( #[cfg(not(feature = "net"))] $item )* }
}
macro_rules! when_on { // @def when_on
    ($($item:item)*) => { $( #[cfg(feature = "net")] $item )* }
}

when_off! { // @calls when_off
    struct Driver;
    impl Driver {
        fn turn(&self) {} // @def off_turn
    }
}
when_on! { // @calls when_on
    struct Driver;
    impl Driver {
        fn turn(&self) {} // @def on_turn
    }
}

mod a {
    pub fn one() {} // @def a_one
}
mod b {
    pub fn one() {} // @def b_one
}

fn run(d: Driver) {
    platform(); // @calls unix_platform
    chosen();   // @calls a_one
    d.turn();   // @calls on_turn
}
