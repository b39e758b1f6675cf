// Decorators are references of their own kind; the members they stand on keep their names.

// --- file: a.ts
function Injectable() { return (target: any) => target; } // @def Injectable
function Log(target: any, key: string) {} // @def Log
class Repo { save() {} } // @def Repo

@Injectable() // @refs Injectable
export class Service { // @def Service
  constructor(private repo: Repo) {} // @def ctor
  @Log // @refs Log
  run() { this.repo.save(); } // @def run @calls Repo.save
  @Log field = new Repo(); // @calls Repo @refs Log
}
new Service(new Repo()).run(); // @calls Service, Repo, run
