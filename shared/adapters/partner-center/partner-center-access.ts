import { z } from 'zod';
import type { PartnerCenterAccess } from '../../ports/partner-center-access.ts';
import { parseExactJson } from './exact-json.ts';
import { bodyFailure, createExchange, type PartnerCenterOptions, scopes } from './exchange.ts';
import { looseArray, parseWire } from './wire-text.ts';

/** First pages: hardware products (`get-all-products.md`) and Store apps (`get-all-apps.md`). Rows are only counted. */
const firstPages = {
  hardware: { kind: 'hardware', path: 'v2.0/my/hardware/products' },
  store: { kind: 'app', path: 'v1.0/my/applications?top=1' },
} as const;

const wirePage = z.object({ value: looseArray(z.unknown()) });

/** @param options with tokens of its own, which holds none yet. */
export function createPartnerCenterAccess(options: PartnerCenterOptions): PartnerCenterAccess {
  const exchange = createExchange(options);
  return {
    async token(host, signal) {
      try {
        signal.throwIfAborted();
        await options.tokens.get(scopes[host]);
        return { outcome: 'issued' };
      } catch (error) {
        return {
          outcome: 'refused',
          message: error instanceof Error ? `${error.name}: ${error.message}` : 'no reason',
        };
      }
    },

    async list(api, signal) {
      const { kind, path } = firstPages[api];
      const answer = await exchange(kind, path, signal);
      if ('failure' in answer) return { outcome: 'failed', failure: answer.failure };
      try {
        return { outcome: 'listed', count: parseWire(wirePage, parseExactJson(answer.body)).value?.length ?? 0 };
      } catch (error) {
        return { outcome: 'failed', failure: bodyFailure(error, answer.headers) };
      }
    },
  };
}
