import type { Kind } from './submission-key.ts';

/** The hosts that Partner Center's APIs live on. Request limits are per host. */
export const apiHosts = ['devCenter', 'store'] as const;
export type ApiHost = (typeof apiHosts)[number];

const hosts: Readonly<Record<Kind, ApiHost>> = {
  hardware: 'devCenter',
  addon: 'devCenter',
  app: 'devCenter',
  flight: 'devCenter',
  msi: 'store',
};

export function apiHostOf(kind: Kind): ApiHost {
  return hosts[kind];
}
