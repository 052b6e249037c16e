import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface HttpServerUnderTest {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  /** Every request so far. */
  readonly requests: readonly IncomingMessage[];
  /** Ends open connections too. */
  stop(): Promise<void>;
}

/** @param body of the request. */
type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Servers that are stopped after each test. */
export function useHttpServers(): (handle: Handler) => Promise<HttpServerUnderTest> {
  const running: HttpServerUnderTest[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  return async (handle) => {
    const server = await start(handle);
    running.push(server);
    return server;
  };
}

async function start(handle: Handler): Promise<HttpServerUnderTest> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    // The answer waits for the whole question, because clients take an early one for a broken connection.
    request.once('end', () => handle(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
