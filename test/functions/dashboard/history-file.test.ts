import { createApiClient } from '../../../functions/dashboard/api-client.ts';
import { historyFile } from '../../../functions/dashboard/history-file.ts';
import { listHistoryFunction } from '../../../functions/list-history.ts';
import { keyTexts } from '../../support/a-submission-key.ts';
import { callFunction } from '../../support/call-function.ts';
import { commitReads } from '../../support/commit-reads.ts';
import { createFakeServices } from '../../support/fake-services.ts';
import { useHttpServers } from '../../support/http-server.ts';
import { keyOf } from '../../support/key-of.ts';

const events = 450;
const key = keyTexts.addon;
const startServer = useHttpServers();

/** The API of a submission with more events than a page takes, over HTTP. */
async function withLongHistory() {
  const { services, watcher } = createFakeServices();
  const start = Date.parse('2026-03-02T08:00:00.000Z');
  const reads = Array.from({ length: events }, (_, index) => {
    return [new Date(start + index * 1000), { state: `State "${index}"` }] as const;
  });
  await commitReads(watcher.table.store, keyOf(key), reads);
  const history = listHistoryFunction(services);
  const server = await startServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const { status, headers, text } = await callFunction(history, `${url.pathname}${url.search}`, { key });
    response.writeHead(status, headers).end(text);
  });
  return createApiClient(new URL(`${server.url}/api/`), () => 'a-key');
}

describe('the history as a file', () => {
  it('is a table with one header and all events, however many pages they are', async () => {
    const lines = (await historyFile(await withLongHistory(), key, 'csv')).trimEnd().split('\r\n');

    expect(lines.filter((line) => line.startsWith('time,type,'))).toHaveLength(1);
    expect(lines.slice(1).map((line) => line.split('/').at(-1))).toEqual(
      Array.from({ length: events }, (_, index) => String(index + 1)),
    );
  });

  it('is a line of JSON for each event', async () => {
    const lines = (await historyFile(await withLongHistory(), key, 'jsonl')).trimEnd().split('\n');

    expect(lines.map((line) => JSON.parse(line).id)).toEqual(
      Array.from({ length: events }, (_, index) => `${key}/${index + 1}`),
    );
  });
});
