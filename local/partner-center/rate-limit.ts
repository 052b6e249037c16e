import { z } from 'zod';
import { type Answer, jsonAnswer } from './answer.ts';
import { errorAnswer } from './error-answers.ts';
import { parseBody } from './parse-body.ts';
import type { ApiName } from './simulated-api.ts';

const WINDOW_MS = 60_000;

const hosts = { hardware: 'manage', store: 'manage', msi: 'store' } as const satisfies Record<ApiName, string>;

const settingsSchema = z.strictObject({
  requestsPerMinute: z.int().min(1),
  retryAfter: z.enum(['header', 'message', 'date']).default('header'),
});

export type RateLimit = ReturnType<typeof createRateLimit>;

/**
 * Lets so many calls through in any minute and answers the rest 429; refused calls do not count. Hardware and Store
 * share a host, hence a limit; MSI/EXE has one of its own.
 */
export function createRateLimit(now: () => number) {
  let settings: z.output<typeof settingsSchema> | undefined;
  const accepted = { manage: [] as number[], store: [] as number[] };

  function clear(): void {
    settings = undefined;
    accepted.manage = [];
    accepted.store = [];
  }

  function refusal(api: ApiName, waitMs: number): Answer {
    const waitSeconds = Math.ceil(waitMs / 1000);
    const inWords = settings?.retryAfter === 'message';
    const answer = errorAnswer(api, 429, { waitSeconds: inWords ? waitSeconds : null });
    if (inWords) return answer;
    const date = new Date(Math.ceil((now() + waitMs) / 1000) * 1000).toUTCString();
    const retryAfter = settings?.retryAfter === 'date' ? date : String(waitSeconds);
    return jsonAnswer(answer.status, answer.body, { ...answer.headers, 'Retry-After': retryAfter });
  }

  return {
    set(body: unknown) {
      const next = parseBody(settingsSchema, body);
      clear();
      settings = next;
      return next;
    },
    clear,
    /** Counts a call. @returns the 429 when it is one too many. */
    refuse(api: ApiName): Answer | undefined {
      if (!settings) return undefined;
      const host = hosts[api];
      const recent = accepted[host].filter((at) => at > now() - WINDOW_MS);
      accepted[host] = recent;
      const oldest = recent[recent.length - settings.requestsPerMinute];
      if (oldest !== undefined) return refusal(api, oldest + WINDOW_MS - now());
      recent.push(now());
      return undefined;
    },
  };
}
