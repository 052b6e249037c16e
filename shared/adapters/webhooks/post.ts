import ky from 'ky';
import { retryAfterOf } from '../../domain/retry-after.ts';
import { allowedWebhook, type WebhookHosts } from '../../domain/webhook-url.ts';
import { innermostCode } from '../../errors.ts';
import type { PostResult } from '../../ports/notifier.ts';

export interface WebhookOptions extends WebhookHosts {
  /** A secret. undefined where the setting holds no URL yet (a Key Vault reference that was not resolved). */
  readonly url: string | undefined;
  readonly timeoutSeconds: number;
  readonly now: () => Date;
}

/**
 * Posts JSON to a webhook. Every failure is a value, and none names the URL: it is a password. Redirects are not followed,
 * because they would take the message to a host that nobody allowed.
 */
export function createPost(options: WebhookOptions): (body: string) => Promise<PostResult> {
  const http = ky.create({ retry: 0, throwHttpErrors: false, redirect: 'manual', timeout: false, cache: 'no-store' });
  return async (body) => {
    if (options.url === undefined) return { outcome: 'later', reason: 'the webhook URL is not there' };
    const url = allowedWebhook(options.url, options);
    if (url === undefined) return refusedChannel('the host of the webhook is not allowed');
    const signal = AbortSignal.timeout(options.timeoutSeconds * 1000);
    try {
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const response = await http.post(url, { body, headers, signal });
      // The body may repeat what was sent, and holds nothing that the status does not say.
      // Taken is taken, whatever becomes of the connection after the status.
      await response.body?.cancel().catch(() => undefined);
      return resultOf(response, options.now());
    } catch (error) {
      return {
        outcome: 'later',
        reason: signal.aborted ? 'no answer in time' : `no connection (${innermostCode(error)})`,
      };
    }
  };
}

/** Worth another try without any change: overload, and what may be a passing fault of the service. */
const passing = new Set([408, 425, 429]);
/** About the message; all other refusals are about the webhook. */
const ofContent = new Set([400, 413, 415, 422]);

function resultOf({ status, headers }: Response, now: Date): PostResult {
  if (status >= 200 && status < 300) return { outcome: 'posted' };
  if (passing.has(status) || status >= 500) {
    const seconds = retryAfterOf(headers.get('retry-after'), now);
    return {
      outcome: 'later',
      reason: `HTTP ${status}`,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    };
  }
  return ofContent.has(status)
    ? { outcome: 'refused', what: 'content', reason: `HTTP ${status}` }
    : refusedChannel(`HTTP ${status}`);
}

function refusedChannel(reason: string): PostResult {
  return { outcome: 'refused', what: 'channel', reason };
}
