import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** In every secret that is planted: what must be in nothing that leaves the app. */
export const plantedMark = 'PLANTED';

export interface SecretPlanter {
  readonly url: string;
  /** Paths of the fields in which a secret was sent, each once. */
  planted(): readonly string[];
  stop(): Promise<void>;
}

/** Fields that the app keeps as they are, because they are what it compares or makes links and keys of. */
const kept = new Set(
  'id status state currentStep commitStatus publishingStatus ongoingSubmissionId isSuccess hasFailed type code date targetPublishMode packageRolloutStatus productId flightId rel href @nextLink'.split(
    ' ',
  ),
);
/** Free text that the app keeps, scrubbed: secrets stand in it as they do in real messages. */
const freeText = new Set(['name', 'friendlyName', 'primaryName', 'details', 'message', 'messages']);
const links = new Set(['url', 'reportUrl']);

/**
 * A reverse proxy before the simulated Partner Center that writes a secret of its own into every other field of each answer:
 * whole values where the field is nothing that the app keeps, signatures and tokens in free text and links, and a field that no API
 * has in each object. Headers carry some, too.
 */
export async function startSecretPlanter(target: string): Promise<SecretPlanter> {
  const fields = new Set<string>();
  let count = 0;

  function secret(path: string): string {
    fields.add(path.replace(/\.\d+/g, ''));
    count += 1;
    return `${plantedMark}${String(count).padStart(6, '0')}x`;
  }

  function planted(value: unknown, path: string, field: string): unknown {
    if (Array.isArray(value)) return value.map((item, index) => planted(item, `${path}.${index}`, field));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([name, item]) => [name, planted(item, `${path}.${name}`, name)]);
      return { ...Object.fromEntries(entries), internalNote: secret(`${path}.internalNote`) };
    }
    if (typeof value !== 'string' || kept.has(field)) return value;
    if (links.has(field)) return `${value}${value.includes('?') ? '&' : '?'}sig=${secret(path)}&se=2026-01-01&sp=rwl`;
    if (!freeText.has(field)) return secret(path);
    return `${value} see https://x.blob.core.windows.net/a/b?sv=1&sig=${secret(path)}%3D&sp=r, Authorization: Bearer ${secret(path)}, access_token=${secret(path)}`;
  }

  const server = createServer(async (incoming, outgoing) => {
    const body = await bytesOf(incoming);
    const path = incoming.url ?? '/';
    const { method, headers } = incoming;
    const onward = request(new URL(path, target), { method, headers }, async (answer) => {
      const text = (await bytesOf(answer)).toString('utf8');
      const isToken = path.includes('/oauth2/');
      const shown = isToken ? text : withSecrets(text, path.split('?')[0]?.replace(/[\d-]{6,}[\w-]*/g, '*') ?? '');
      const { 'content-length': _, 'transfer-encoding': __, ...rest } = answer.headers;
      const extra = {
        'set-cookie': `s=${secret('set-cookie')}`,
        'x-internal': secret('x-internal'),
        'ms-correlationid': `https://x.example/?sig=${secret('ms-correlationid')}`,
      };
      outgoing.writeHead(answer.statusCode ?? 502, { ...rest, ...extra }).end(shown);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });

  function withSecrets(text: string, path: string): string {
    try {
      // Ids beyond 2^53 would not survive; the sentinel is taken away again as text.
      const exact = text.replace(/([:[,]\s*)(\d{16,})(?=\s*[,}\]])/g, '$1"#$2#"');
      return JSON.stringify(planted(JSON.parse(exact), path, '')).replace(/"#(\d+)#"/g, '$1');
    } catch {
      return `${text} ${secret(`${path} as text`)}`;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    planted: () => [...fields],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
