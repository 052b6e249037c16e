import type { Binding } from '../core-module.ts';
import { HostError } from '../host-error.ts';
import type { AuthLevel } from './host-keys.ts';
import { parseRouteTemplate, type RouteTemplate } from './route-template.ts';

export type HttpTrigger = {
  type: 'http';
  /** Without the route prefix. */
  route: RouteTemplate;
  /** In capitals; none stands for all. */
  methods: readonly string[];
  authLevel: AuthLevel;
};

/** @throws {HostError | RangeError} for a route or level that cannot be served. */
export function readHttpTrigger(functionName: string, options: Binding): HttpTrigger {
  const { route, methods, authLevel } = options;
  const text = typeof route === 'string' && route !== '' ? route : functionName;
  if (/^(admin|runtime)/i.test(text)) {
    throw new HostError(`its route '${text}' conflicts with one or more built in routes`);
  }
  return {
    type: 'http',
    route: parseRouteTemplate(text),
    methods: Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [],
    authLevel: readAuthLevel(authLevel),
  };
}

function readAuthLevel(value: unknown): AuthLevel {
  const level = (['anonymous', 'function', 'admin'] as const).find((name) => name === String(value).toLowerCase());
  if (level === undefined) {
    throw new HostError(`'${value}' is no authLevel`);
  }
  return level;
}
