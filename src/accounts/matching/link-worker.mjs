// A thread starts without the loader of the program that starts it.
import { register } from 'tsx/esm/api';

register();
await import('./link-worker.ts');
