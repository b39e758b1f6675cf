// Objects of the platform and of packages keep their methods to themselves, whatever this repository calls its own.

// --- file: store.js
export class Store { // @def Store
  get(key) { return key; } // @def get
  set(key) { return key; } // @def set
  push() {} // @def push
  then() {} // @def then
  map() {} // @def map
}
export function parse() {} // @def parse
export function log() {} // @def log

// --- file: use.js
import axios from 'axios';
import { Store, parse } from './store.js';
import { readFile } from 'node:fs/promises';

const cache = new Map();
cache.get('a');
cache.set('a', 1);
[1, 2].map(x => x).push(3);
axios.get('/').then(r => r.data.map(x => x.get()));
JSON.parse('{}');
console.log('x');
readFile('x').then(text => text.get());
new Set([1]).get('x');
'text'.split(',').map(s => s.trim());
fetch('/').then(r => r.json());
new Store().get('a'); // @calls Store, get
parse(); // @calls parse
