import { z } from 'zod';
import type { JsonBody } from './json-body.ts';
import { parseBody } from './parse-body.ts';
import { seededRandom } from './seeded-random.ts';
import { apiNames } from './simulated-api.ts';

const jsonBody = z.json() as z.ZodType<JsonBody>;

const statusFault = z.strictObject({
  status: z.int().min(200).max(599),
  /** Seconds or an HTTP date, sent as it is; null: no header. Absent: what that API usually sends. */
  retryAfter: z.union([z.string(), z.number()]).nullish(),
  /** Absent: the body that API usually sends with the status. A string is sent as the text it is. */
  body: jsonBody.optional(),
});
const delayFault = z.strictObject({ delayMilliseconds: z.int().min(0).max(600_000) });
const namedFault = z.enum(['html', 'garbage', 'cut', 'empty', 'trailing-comma', 'hang', 'reset']);

const ruleSchema = z
  .strictObject({
    key: z.string().optional(),
    api: z.enum([...apiNames, 'token']).optional(),
    times: z.int().min(1).optional(),
    rate: z.number().min(0).max(1).optional(),
    seed: z.int().optional(),
    fault: z.union([namedFault, statusFault, delayFault], {
      error: `expected one of ${namedFault.options.join(', ')}, {"status", "retryAfter"?, "body"?} or {"delayMilliseconds"}`,
    }),
  })
  .refine(({ rate, seed }) => rate === undefined || seed !== undefined, {
    path: ['seed'],
    error: 'a rate needs a seed',
  });

type Rule = z.output<typeof ruleSchema>;
export type Fault = Rule['fault'];
export type StatusFault = z.output<typeof statusFault>;
export type Faults = ReturnType<typeof createFaults>;

/** The faults that are set. A rule without `api` or `key` strikes every API call, but not the token endpoint. */
export function createFaults() {
  const rules: { id: number; rule: Rule; fired: number; random: () => number }[] = [];
  const held = new Set<() => void>();
  let lastId = 0;

  function matches({ key, api }: Rule, call: { key?: string | undefined; api: string }): boolean {
    if (key !== undefined && key !== call.key) return false;
    if (api !== undefined) return api === call.api;
    return call.api !== 'token';
  }

  return {
    add(body: unknown): number {
      const rule = parseBody(ruleSchema, body);
      lastId += 1;
      rules.push({ id: lastId, rule, fired: 0, random: seededRandom(`fault ${rule.seed}`) });
      return lastId;
    },
    /** The fault for this call: the first rule that strikes. Counts it. */
    take(call: { key?: string | undefined; api: string }): Fault | undefined {
      for (const entry of rules) {
        const { rule } = entry;
        if (!matches(rule, call) || entry.fired >= (rule.times ?? Number.POSITIVE_INFINITY)) continue;
        if (rule.rate !== undefined && entry.random() >= rule.rate) continue;
        entry.fired += 1;
        return rule.fault;
      }
      return undefined;
    },
    list: () => rules.map(({ id, rule, fired }) => ({ id, ...rule, fired })),
    /** Resolves when the faults are cleared or the caller gives up. */
    untilCleared(givenUp: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const release = () => {
          held.delete(release);
          resolve();
        };
        held.add(release);
        givenUp.addEventListener('abort', release, { once: true });
      });
    },
    clear() {
      rules.length = 0;
      for (const release of [...held]) release();
    },
  };
}
