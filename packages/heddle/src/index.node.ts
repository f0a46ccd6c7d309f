// The package in Node: the same names and types as index.ts, which documents them.
import { makeApi } from './api.js';
import { host } from './host/node.js';

export const { createPool, detectTier } = makeApi(host);
export * from './public.js';
