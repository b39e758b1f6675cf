// Workspace packages by name; a package of that name elsewhere in a decoy folder is not asked.

// --- file: package.json
{ "name": "root", "workspaces": ["packages/*"] }

// --- file: packages/models/package.json
{ "name": "@shop/models", "main": "./dist/index.js", "types": "./dist/index.d.ts" }

// --- file: packages/models/src/index.ts
export * from './cart';

// --- file: packages/models/src/cart.ts
export class Cart { total() { return 1; } } // @def Cart

// --- file: packages/web/package.json
{ "name": "@shop/web", "dependencies": { "@shop/models": "workspace:*" } }

// --- file: packages/web/src/page.tsx
import { Cart } from '@shop/models';
import React from 'react';
export const Page = ({ cart }: { cart: Cart }) => <p>{cart.total()}</p>; // @def Page @calls Cart.total
React.useEffect(() => { new Cart().total(); }); // @calls Cart, Cart.total

// --- file: decoy/src/cart.ts
export class Cart { total() { return 2; } } // @def decoy_Cart
