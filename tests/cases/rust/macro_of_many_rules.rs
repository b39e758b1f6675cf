// A macro of many rules that eats its input by calling itself: what it gives is not followed rule by rule.

// --- file: src/lib.rs
pub struct App;

impl App {
    pub fn set(self, key: u8, value: u8) -> App {  // @def set
        self
    }

    pub fn run(&self) {  // @def run
    }
}

macro_rules! grow {  // @def grow
    (@go ($app:expr)) => { $app };
    (@go ($app:expr) (k0 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k0(), $v)) $($rest)* } };
    (@go ($app:expr) (k1 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k1(), $v)) $($rest)* } };
    (@go ($app:expr) (k2 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k2(), $v)) $($rest)* } };
    (@go ($app:expr) (k3 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k3(), $v)) $($rest)* } };
    (@go ($app:expr) (k4 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k4(), $v)) $($rest)* } };
    (@go ($app:expr) (k5 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k5(), $v)) $($rest)* } };
    (@go ($app:expr) (k6 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k6(), $v)) $($rest)* } };
    (@go ($app:expr) (k7 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k7(), $v)) $($rest)* } };
    (@go ($app:expr) (k8 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k8(), $v)) $($rest)* } };
    (@go ($app:expr) (k9 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k9(), $v)) $($rest)* } };
    (@go ($app:expr) (k10 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k10(), $v)) $($rest)* } };
    (@go ($app:expr) (k11 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k11(), $v)) $($rest)* } };
    (@go ($app:expr) (k12 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k12(), $v)) $($rest)* } };
    (@go ($app:expr) (k13 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k13(), $v)) $($rest)* } };
    (@go ($app:expr) (k14 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k14(), $v)) $($rest)* } };
    (@go ($app:expr) (k15 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k15(), $v)) $($rest)* } };
    (@go ($app:expr) (k16 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k16(), $v)) $($rest)* } };
    (@go ($app:expr) (k17 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k17(), $v)) $($rest)* } };
    (@go ($app:expr) (k18 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k18(), $v)) $($rest)* } };
    (@go ($app:expr) (k19 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k19(), $v)) $($rest)* } };
    (@go ($app:expr) (k20 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k20(), $v)) $($rest)* } };
    (@go ($app:expr) (k21 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k21(), $v)) $($rest)* } };
    (@go ($app:expr) (k22 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k22(), $v)) $($rest)* } };
    (@go ($app:expr) (k23 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k23(), $v)) $($rest)* } };
    (@go ($app:expr) (k24 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k24(), $v)) $($rest)* } };
    (@go ($app:expr) (k25 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k25(), $v)) $($rest)* } };
    (@go ($app:expr) (k26 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k26(), $v)) $($rest)* } };
    (@go ($app:expr) (k27 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k27(), $v)) $($rest)* } };
    (@go ($app:expr) (k28 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k28(), $v)) $($rest)* } };
    (@go ($app:expr) (k29 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k29(), $v)) $($rest)* } };
    (@go ($app:expr) (k30 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k30(), $v)) $($rest)* } };
    (@go ($app:expr) (k31 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k31(), $v)) $($rest)* } };
    (@go ($app:expr) (k32 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k32(), $v)) $($rest)* } };
    (@go ($app:expr) (k33 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k33(), $v)) $($rest)* } };
    (@go ($app:expr) (k34 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k34(), $v)) $($rest)* } };
    (@go ($app:expr) (k35 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k35(), $v)) $($rest)* } };
    (@go ($app:expr) (k36 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k36(), $v)) $($rest)* } };
    (@go ($app:expr) (k37 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k37(), $v)) $($rest)* } };
    (@go ($app:expr) (k38 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k38(), $v)) $($rest)* } };
    (@go ($app:expr) (k39 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k39(), $v)) $($rest)* } };
    (@go ($app:expr) (k40 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k40(), $v)) $($rest)* } };
    (@go ($app:expr) (k41 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k41(), $v)) $($rest)* } };
    (@go ($app:expr) (k42 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k42(), $v)) $($rest)* } };
    (@go ($app:expr) (k43 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k43(), $v)) $($rest)* } };
    (@go ($app:expr) (k44 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k44(), $v)) $($rest)* } };
    (@go ($app:expr) (k45 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k45(), $v)) $($rest)* } };
    (@go ($app:expr) (k46 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k46(), $v)) $($rest)* } };
    (@go ($app:expr) (k47 => $v:expr) $($rest:tt)*) => { grow!{ @go ($app.set(k47(), $v)) $($rest)* } };
    ($($rest:tt)*) => { grow!{ @go (App) $($rest)* } };
}

pub fn main() {  // @def main
    let app = grow!(k0 => 1 k1 => 2);  // @calls grow
    app.run();
    App.run();  // @calls run
}
