// An interface and a constant of one name: types mean the one, calls the other; imports bring both.

// --- file: core.ts
export interface Ctor<T> { new (def: object): T; init(inst: T): void } // @def Ctor
export function build<T>(name: string, setup: (inst: T) => void): Ctor<T> { return null!; } // @def build
export interface Text { // @def Text
  trim(): this; // @def trim
  parse(x: unknown): string; // @def parse
}
export const Text: Ctor<Text> = build('Text', (inst) => { inst.trim(); }); // @calls build, trim
export function text(): Text { return new Text({}); } // @def text

// --- file: index.ts
export * as core from './core';
export { Text, text } from './core';

// --- file: use.ts
import { Text, text, core } from './index';
text().trim().parse(1); // @calls text, trim, parse
function f(t: Text) { t.parse(1); Text.init(t); } // @def f @calls parse, Ctor.init
new Text({}).parse(1); // @calls parse
core.text().trim(); // @calls text, trim
