// Awaiting an async function gives what it returns; async blocks and boxed futures too.

// --- file: src/lib.rs
use std::future::Future;
use std::pin::Pin;

struct Client;
struct Reply;
impl Client {
    async fn send(&self) -> Result<Reply, ()> { Err(()) } // @def send
    fn boxed(&self) -> Pin<Box<dyn Future<Output = Reply>>> { todo!() } // @def boxed
    fn opaque(&self) -> impl Future<Output = Reply> { async { Reply } } // @def opaque
}
impl Reply {
    fn body(&self) {} // @def body
}

async fn run(c: Client) -> Result<(), ()> {
    c.send().await?.body();          // @calls send, body
    c.boxed().await.body();          // @calls boxed, body
    c.opaque().await.body();         // @calls opaque, body
    let later = async { c.send().await.unwrap() }; // @calls send
    later.await.body();              // @calls body
    c.send().body();                 // @calls send
    Ok(())
}
