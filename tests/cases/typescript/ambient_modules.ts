// A declaration file describes a package that is not here: its functions are what there is.

// --- file: types/shim.d.ts
declare module 'old-lib' {
  export function walk(): void; // @def walk
  export interface Node { visit(): void } // @def Node
}

// --- file: use.ts
import { walk, Node } from 'old-lib';
import { other } from 'other-lib';
walk(); // @calls walk
function f(n: Node) { n.visit(); other(); } // @def f @calls old-lib.Node.visit
