// Constructor parameters that declare fields, declared and inferred fields, optional chains, definite assignment.

// --- file: a.ts
class Log { write() {} } // @def Log
class Store { // @def Store
  load() { return new Log(); } // @def load @calls Log
}
class Service { // @def Service
  private log = new Log(); // @calls Log
  static shared: Service;
  later!: Store;
  maybe?: Store;
  constructor(private readonly store: Store, plain: Log) {} // @def service_ctor
  run() { // @def run
    this.store.load().write(); // @calls load, Log.write
    this.log.write(); // @calls Log.write
    this.later.load(); // @calls load
    this.maybe?.load().write(); // @calls load, Log.write
    this.plain.write();
    Service.shared.run(); // @calls run
  }
}
abstract class Repo { // @def Repo
  abstract find(): Log; // @def find
  first() { this.find().write(); } // @def first @calls find, Log.write @dispatch users_find
}
class Users extends Repo {
  find() { return new Log(); } // @def users_find @calls Log
}
