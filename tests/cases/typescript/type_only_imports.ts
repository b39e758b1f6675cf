// Types imported for themselves, import types, and export of types through a barrel.

// --- file: model.ts
export interface Model { save(): void } // @def Model
export default class Db { query() {} } // @def Db

// --- file: barrel.ts
export type { Model } from './model';
export type { default as Database } from './model';

// --- file: use.ts
import type { Model, Database } from './barrel';
import { type Model as M2 } from './model';
function f(a: Model, b: M2, c: import('./model').Model, d: Database, e: import('./model').default) { // @def f
  a.save(); // @calls Model.save
  b.save(); // @calls Model.save
  c.save(); // @calls Model.save
  d.query(); // @calls Db.query
  e.query(); // @calls Db.query
}
