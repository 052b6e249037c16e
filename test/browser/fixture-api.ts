import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest, InvocationContext } from '@azure/functions';
import { dashboardFunction } from '../../functions/dashboard.ts';
import { buildDashboardFiles } from '../../scripts/build/dashboard-files.ts';
import { type FixtureSubmission, fixtureEvent, fixtureStatus } from './fixture-data.ts';

/** How the API behaves: `down` ends each connection, `hanging` answers when it is something else again. */
type Mode = 'well' | 'down' | 'hanging' | 'failing';

const files = buildDashboardFiles();

/** What the API has to tell. */
export interface Fixture {
  readonly submissions: readonly FixtureSubmission[];
  readonly changes?: readonly unknown[];
  readonly products?: readonly unknown[];
  /** Answers by path below `/api/`. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Whether the key may; true by default. */
  readonly canWrite?: boolean;
}

/** The page as it ships, before an API that does what a test tells it. */
export async function startFixtureApi({ submissions, changes, products = [], more = {}, canWrite = true }: Fixture) {
  let mode: Mode = 'well';
  let held: RegExp | undefined;
  let waiting: (() => void)[] = [];
  const requests: string[] = [];
  const page = dashboardFunction(() => files);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, , first = '', second] = url.pathname.split('/');
    if (first === 'dashboard') {
      void servePage(page, url, second, request, response);
      return;
    }
    requests.push(`${request.method} ${url.pathname.slice(5)}${url.search}`);
    if (mode === 'down') {
      request.socket.destroy();
      return;
    }
    const serve = () => send(response, ...answer(url));
    if (mode === 'hanging' || held?.test(url.pathname) === true) waiting.push(serve);
    else if (mode === 'failing')
      send(response, 500, { title: 'The request could not be served', code: 'internal-error' });
    else if (request.headers['x-functions-key'] !== 'fixture-key') send(response, 401);
    else if (request.method === 'POST') send(response, canWrite ? 200 : 401, { value: [] });
    else serve();
  });

  function answer(url: URL): [status: number, body?: unknown] {
    const path = decodeURIComponent(url.pathname.slice('/api/'.length));
    const lists: Readonly<Record<string, () => readonly unknown[]>> = {
      products: () => products,
      changes: () => changes ?? submissions.map(fixtureEvent),
      submissions: () => submissions.filter((submission) => passes(submission, url.searchParams)),
    };
    const list = lists[path];
    if (list !== undefined) return [200, pageOf(list(), url)];
    const found = submissions.find(({ key }) => path.startsWith(`submissions/${key}`));
    const known = found && (path.endsWith('/history') ? { value: [fixtureEvent(found)] } : found);
    const one = more[path] ?? (path === 'status' ? fixtureStatus : known);
    return one === undefined ? [404, { title: 'This submission is not tracked', code: 'not-tracked' }] : [200, one];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/dashboard`,
    key: 'fixture-key',
    /** `METHOD path?query` of all calls of the API so far. */
    requests: requests as readonly string[],
    become(next: Mode): void {
      mode = next;
      held = undefined;
      for (const serve of waiting.splice(0)) serve();
    },
    /** Answers these paths when it becomes something again. */
    hold(paths: RegExp): void {
      held = paths;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        waiting = [];
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function servePage(
  page: ReturnType<typeof dashboardFunction>,
  url: URL,
  file: string | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = new HttpRequest({
    method: incoming.method ?? 'GET',
    url: url.href,
    headers: { 'accept-encoding': String(incoming.headers['accept-encoding'] ?? '') },
    params: file === undefined ? {} : { file },
  });
  const answered = await page.handler(request, new InvocationContext({ functionName: 'dashboard' }));
  const {
    status = 200,
    headers = {},
    body,
  } = answered as { status?: number; headers?: Record<string, string>; body?: Uint8Array };
  response.writeHead(status, headers).end(body);
}

function passes(submission: FixtureSubmission, query: URLSearchParams): boolean {
  const has = (name: string, value: string | undefined) =>
    (query.get(name) ?? value ?? '').split(',').includes(value ?? '');
  const text = `${submission.key} ${submission.name}`.toLowerCase();
  return (
    has('outcome', submission.outcome) &&
    has('kind', submission.kind) &&
    has('product', submission.productKey) &&
    text.includes((query.get('text') ?? '').toLowerCase())
  );
}

/** `token` is the number of the first entry. */
function pageOf<T>(all: readonly T[], url: URL): { value: readonly T[]; nextLink?: string } {
  const from = Number(url.searchParams.get('token') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? 50);
  const next = new URL(url);
  next.searchParams.set('token', String(to));
  return { value: all.slice(from, to), ...(to < all.length ? { nextLink: `${next.pathname}${next.search}` } : {}) };
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(body === undefined ? '' : JSON.stringify(body));
}
