#!/usr/bin/env node
// Node 20 runs no TypeScript by itself: tsx's loader is registered before the program is imported.
import { register } from 'tsx/esm/api';

register();
await import('../main.ts');
