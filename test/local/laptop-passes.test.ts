import { createPasses } from '../../local/laptop/passes.ts';
import { useHttpServers } from '../support/http-server.ts';

const startServer = useHttpServers();

it('waits for a pass that began after it was asked', async () => {
  const starts = ['2026-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'];
  const app = await startServer((_request, response) =>
    response.end(JSON.stringify({ lastPass: { startedAt: starts.shift() } })),
  );
  await createPasses(app.url, 'key').next(new AbortController().signal);
  expect(app.requests.map(({ url, headers }) => [url, headers['x-functions-key']])).toEqual([
    ['/api/status', 'key'],
    ['/api/status', 'key'],
  ]);
});

it('waits no longer than its limit, also where the app does not answer any more', async () => {
  const limit = new AbortController();
  const app = await startServer(() => limit.abort());
  await createPasses(app.url, 'key').next(limit.signal);
  expect(app.requests).toHaveLength(1);
});
