// A macro of many rules that eats its input by calling itself: what it gives is not followed rule by rule.

// --- file: src/lib.rs
pub struct App;

impl App {
    pub fn set(self, value: u8) -> App {  // @def set
        self
    }

    pub fn run(&self) {  // @def run
    }
}

#[macro_export]
macro_rules! grow {  // @def grow
    (@go ($app:expr)) => { $app };
    (@go ($app:expr) (k0 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k1 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k2 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k3 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k4 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k5 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k6 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k7 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k8 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k9 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k10 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k11 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k12 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k13 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k14 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k15 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k16 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k17 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k18 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k19 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k20 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k21 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k22 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k23 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k24 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k25 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k26 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k27 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k28 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k29 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k30 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k31 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k32 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k33 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k34 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k35 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k36 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k37 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k38 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    (@go ($app:expr) (k39 => $v:expr) $($rest:tt)*) => {
        $crate::grow!{ @go ($app.set($crate::grow!{ @go ($v) $($rest)* })) $($rest)* }
    };
    ($($rest:tt)*) => { $crate::grow!{ @go (App) $($rest)* } };
}

pub fn main() {  // @def main
    let app = grow!((k0 => 1) (k1 => 2));  // @calls grow
    app.run();
    App.run();  // @calls run
}
