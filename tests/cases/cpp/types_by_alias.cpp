// Typedefs, using aliases, typedef'd structs and auto lead to the same class.

// --- file: a.cpp
struct Socket {
  void send() {} // @def send
  struct Options {
    void set() {} // @def set
  };
};
typedef Socket Sock;
using SocketPtr = Socket*;
typedef struct { Socket inner; } Wrapper;

namespace net {
using ::Socket;
using Opts = Socket::Options;
}

void use(Sock a, SocketPtr b, Wrapper w, net::Socket c, net::Opts o, struct Socket d) {
  a.send();       // @calls send
  b->send();      // @calls send
  w.inner.send(); // @calls send
  c.send();       // @calls send
  o.set();        // @calls set
  d.send();       // @calls send
  using Local = Socket;
  Local e;
  e.send();       // @calls send
  decltype(a) f;
  f.send();       // @calls send
  auto g = static_cast<SocketPtr>(b);
  g->send();      // @calls send
  Socket::Options options;
  options.set();  // @calls set
}
