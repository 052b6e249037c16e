import type { Operation } from './operation.ts';

/** A function key is checked by the host; behind Easy Auth an app role takes its place. */
export function authLevelOf(access: Operation['access'], isEasyAuth: boolean): 'function' | 'anonymous' {
  return isEasyAuth || access === 'open' ? 'anonymous' : 'function';
}
