// Specifiers through tsconfig's paths and baseUrl, inherited ones too; .js in a specifier means the .ts beside it.

// --- file: tsconfig.base.json
{
  // comments and trailing commas are allowed here
  "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["packages/*/src"], "@app/*": ["src/app/*"], "exact": ["src/exact.ts"], }, },
}

// --- file: tsconfig.json
{ "extends": "./tsconfig.base.json" }

// --- file: packages/core/src/index.ts
export function core() {} // @def core

// --- file: src/app/a.ts
export function a() {} // @def a

// --- file: src/exact.ts
export function exact() {} // @def exact

// --- file: src/base.ts
export function base() {} // @def base

// --- file: src/main.ts
import { core } from '@lib/core';
import { a } from '@app/a';
import { exact } from 'exact';
import { base } from 'src/base';
import { base as again } from './base.js';
import { nope } from '@lib/none';
core(); // @calls core
a(); // @calls a
exact(); // @calls exact
base(); // @calls base
again(); // @calls base
nope();
