// Calls in a closure belong to the function around it; what a closure is called with types its parameters.

// --- file: src/lib.rs
struct Job;
impl Job {
    fn start(&self) -> Job { Job } // @def start
    fn stop(&self) {} // @def stop
}

fn apply<F: Fn(&Job) -> Job>(f: F) -> Job { f(&Job) } // @def apply
fn boxed(f: Box<dyn FnOnce(Job)>) {} // @def boxed
fn generic<T, R>(t: T, f: impl FnOnce(T) -> R) -> R { f(t) } // @def generic

fn run(job: Job) {
    let begin = |j: &Job| j.start();     // @calls start
    begin(&job).stop();                  // @calls stop
    apply(|j| j.start()).stop();         // @calls apply, start, stop
    boxed(Box::new(|j: Job| j.stop()));  // @calls boxed, stop
    generic(Job, |j| j.start()).stop();  // @calls generic, start, stop
    generic(Job, |j| (j, 1)).0.stop();   // @calls generic, stop
    let late = |j| helper(j);            // @calls helper
    late(&job);
    let captured = move || job.stop();   // @calls stop
    captured();
    unknown(|j| j.stop());
}

fn helper(j: &Job) {} // @def helper
