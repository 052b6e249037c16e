import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What went by: the request, and whether its answer has come from the server behind the tap. */
interface Passage {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly phase: 'before' | 'after';
}

export interface Tap {
  readonly url: string;
  /**
   * Called before a request is passed on, and again when it has been served but the answer is not passed back yet. What it
   * returns is awaited: a test can let a process die at exactly this point.
   */
  watch(watcher: (passage: Passage) => Promise<void> | void): void;
  /** What fits is answered as a table would, and not passed on. 503 is asked again by clients, 403 is not. */
  refuse(fits: (request: Omit<Passage, 'phase'>) => boolean, status?: 403 | 503): void;
  stop(): Promise<void>;
}

const codes = { 403: 'AuthorizationPermissionMismatch', 503: 'ServerBusy' };

/** A reverse proxy before an HTTP server, byte for byte. */
export async function startTap(target: string): Promise<Tap> {
  let watcher: (passage: Passage) => Promise<void> | void = () => undefined;
  let isRefused: (request: Omit<Passage, 'phase'>) => boolean = () => false;
  let refusal: 403 | 503 = 503;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const passage = { method: incoming.method ?? '', path: incoming.url ?? '', body: body.toString('utf8') };
    await watcher({ ...passage, phase: 'before' });
    if (outgoing.destroyed) return;
    if (isRefused(passage)) {
      const error = { code: codes[refusal], message: { lang: 'en-US', value: 'No.' } };
      outgoing.writeHead(refusal, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ 'odata.error': error }));
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(passage.path, target), { method, headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      await watcher({ ...passage, phase: 'after' });
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.end(Buffer.concat(parts));
    });
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(next) {
      watcher = next;
    },
    refuse(fits, status = 503) {
      isRefused = fits;
      refusal = status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
