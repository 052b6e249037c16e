export interface WebhookHosts {
  /** Hosts that may be posted to; a leading dot stands for every host below. */
  readonly allowedHosts: readonly string[];
  /** Local mode: this machine too, by plain http. */
  readonly allowLoopback: boolean;
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns undefined for a URL that nothing may be posted to. */
export function allowedWebhook(text: string, { allowedHosts, allowLoopback }: WebhookHosts): URL | undefined {
  const url = URL.parse(text);
  if (url === null || url.username + url.password !== '') return undefined;
  if (allowLoopback && loopbackHosts.has(url.hostname)) return url;
  if (url.protocol !== 'https:' || url.port !== '') return undefined;
  const isAllowed = allowedHosts.some((host) =>
    host.startsWith('.') ? url.hostname.endsWith(host) : url.hostname === host,
  );
  return isAllowed ? url : undefined;
}
