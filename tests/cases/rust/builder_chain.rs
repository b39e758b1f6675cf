// Builders of different types share method names; a chain follows the types it goes through.

// --- file: src/lib.rs
pub struct App;
pub struct Arg;
pub struct Built;

impl App {
    pub fn new(name: &str) -> Self { App } // @def app_new
    pub fn name(mut self, n: &str) -> Self { self } // @def app_name
    pub fn arg(mut self, a: Arg) -> Self { self } // @def app_arg
    pub fn help(mut self, h: &str) -> App { self } // @def app_help
    pub fn build(self) -> Built { Built } // @def app_build
}
impl Arg {
    pub fn new(name: &str) -> Self { Arg } // @def arg_new
    pub fn name(mut self, n: &str) -> Self { self } // @def arg_name
    pub fn help(mut self, h: &str) -> Self { self } // @def arg_help
}
impl Built {
    pub fn help(&self) {} // @def built_help
    pub fn run(&self) {} // @def run
}

fn main() {
    let app = App::new("x")                                   // @calls app_new
        .name("y")                                            // @calls app_name
        .arg(Arg::new("a").name("b").help("c"))               // @calls app_arg, arg_new, arg_name, arg_help
        .arg( // @calls app_arg
            Arg::new("d")                                     // @calls arg_new
                .help("e"),                                   // @calls arg_help
        )
        .help("f")                                            // @calls app_help
        .build();                                             // @calls app_build
    app.help();                                               // @calls built_help
    app.run();                                                // @calls run
}
