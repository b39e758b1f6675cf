// Packages inside the repository by name, through exports, main and subpaths; anything else is outside.

// --- file: package.json
{ "name": "root", "private": true, "imports": { "#config": "./config/index.js" } }

// --- file: config/index.js
export function config() {} // @def config

// --- file: packages/core/package.json
{ "name": "@acme/core", "main": "dist/index.js", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.mjs" }, "./utils/*": "./dist/utils/*.js" } }

// --- file: packages/core/src/index.js
export function core() {} // @def core

// --- file: packages/core/src/utils/text.js
export function trim() {} // @def trim

// --- file: packages/plain/package.json
{ "name": "plain", "main": "./lib/entry" }

// --- file: packages/plain/lib/entry.js
exports.plain = function () {}; // @def plain

// --- file: packages/app/package.json
{ "name": "app" }

// --- file: packages/app/index.js
import { core } from '@acme/core';
import { trim } from '@acme/core/utils/text';
import { plain } from 'plain';
import { config } from '#config';
import { missing } from 'not-here';
core(); // @calls core
trim(); // @calls trim
plain(); // @calls plain
missing();

// --- file: tools/use.js
import { config } from '#config';
config(); // @calls config
