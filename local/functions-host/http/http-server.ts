import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostError } from '../host-error.ts';

type HttpServer = {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  url: string;
  /** Takes no more requests, and resolves when those going on are answered. */
  close(): Promise<void>;
};

/**
 * Listens on loopback only.
 * @param port 0 takes a free one.
 * @throws {HostError} where the port is taken.
 */
export async function startHttpServer(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
  report: (error: unknown) => void,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    // A connection that was busy when the server was closed must not outlive its answer.
    response.once('close', () => setImmediate(() => server.listening || server.closeIdleConnections()));
    const target = `http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`;
    if (!URL.canParse(target)) {
      response.writeHead(400).end();
      return;
    }
    handle(request, response, new URL(target)).catch((error: unknown) => {
      report(error);
      // Half an answer cannot be taken back: the client must see that it broke off.
      if (response.headersSent) {
        response.destroy();
      } else {
        response.writeHead(500, { 'content-length': 0 }).end();
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? `port ${port} is in use` : error.message;
      reject(new HostError(`the Functions host cannot listen on 127.0.0.1: ${reason}`));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
    },
  };
}
