import ky from 'ky';
import type { Access } from '../../domain/explain-access.ts';
import { allowedWebhook, type WebhookHosts } from '../../domain/webhook-url.ts';
import { innermostCode } from '../../errors.ts';

/**
 * Asks the host of a webhook, at its root and without the path that is the secret, for anything. Whatever it answers, it is
 * there and trusted; whether the webhook itself works only a post can tell. Never throws.
 */
export async function checkWebhookAccess(
  url: string | undefined,
  hosts: WebhookHosts,
  timeoutSeconds: number,
): Promise<Access> {
  if (url === undefined) return closed('unresolved');
  const allowed = allowedWebhook(url, hosts);
  if (allowed === undefined) return closed('forbidden');
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const response = await ky.head(allowed.origin, {
      retry: 0,
      throwHttpErrors: false,
      redirect: 'manual',
      timeout: false,
      signal,
    });
    await response.body?.cancel();
    return { outcome: 'open' };
  } catch (error) {
    return closed(signal.aborted ? 'TimeoutError' : innermostCode(error));
  }
}

function closed(code: string): Access {
  return { outcome: 'closed', refusal: { code } };
}
