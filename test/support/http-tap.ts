import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What went by: the request, and whether its answer has come from the server behind the tap. */
export interface Passage {
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
  /** What fits is answered 503 ServerBusy, as by a table that is throttled, and not passed on. */
  refuse(fits: (request: Omit<Passage, 'phase'>) => boolean): void;
  stop(): Promise<void>;
}

const busy = JSON.stringify({
  'odata.error': { code: 'ServerBusy', message: { lang: 'en-US', value: 'The server is busy.' } },
});

/** A reverse proxy before an HTTP server, byte for byte. */
export async function startTap(target: string): Promise<Tap> {
  let watcher: (passage: Passage) => Promise<void> | void = () => undefined;
  let isRefused: (request: Omit<Passage, 'phase'>) => boolean = () => false;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const passage = { method: incoming.method ?? '', path: incoming.url ?? '', body: body.toString('utf8') };
    await watcher({ ...passage, phase: 'before' });
    if (outgoing.destroyed) return;
    if (isRefused(passage)) {
      outgoing.writeHead(503, { 'content-type': 'application/json' });
      outgoing.end(busy);
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
    refuse(fits) {
      isRefused = fits;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
