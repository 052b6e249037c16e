import type { Kind } from './submission-key.ts';

/** The hosts that Partner Center's APIs live on. Request limits are per host. */
export const apiHosts = ['devCenter', 'store'] as const;
export type ApiHost = (typeof apiHosts)[number];

export function apiHostOf(kind: Kind): ApiHost {
  return kind === 'msi' ? 'store' : 'devCenter';
}
