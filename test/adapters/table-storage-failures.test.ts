import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables';
import { createOutbox } from '../../shared/adapters/table-storage/outbox.ts';
import { createPassLog } from '../../shared/adapters/table-storage/pass-log.ts';
import { createSetAside } from '../../shared/adapters/table-storage/set-aside.ts';
import { createSubmissionStore } from '../../shared/adapters/table-storage/submission-store.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { freshBudget } from '../../shared/domain/budget.ts';
import { newlyTracked } from '../../shared/domain/tracked-submission.ts';
import { StorageError } from '../../shared/errors.ts';
import { collect } from '../contracts/read-all.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { decide, recorded } from '../support/decide.ts';
import { useHttpServers } from '../support/http-server.ts';

const key = aSubmissionKey();
const first = decide(key);
const [event] = first.events;
const now = new Date('2026-03-02T08:00:00.000Z');
const budget = freshBudget('store', 20, now);
const accountKey = Buffer.from('not a real key of any account').toString('base64');

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const json = { 'content-type': 'application/json;odata=minimalmetadata' };
const odataError = (status: number, code: string): Answer => ({
  status,
  headers: json,
  body: JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: `${code} happened` } } }),
});

const failures: readonly (readonly [string, Answer])[] = [
  ['404 TableNotFound', odataError(404, 'TableNotFound')],
  ['404 without a body', { status: 404, body: '' }],
  ['404 of some gateway', { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not found</h1>' }],
  [
    '403 AuthorizationFailure in XML',
    {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: '<?xml version="1.0"?><Error><Code>AuthorizationFailure</Code><Message>No</Message></Error>',
    },
  ],
  ['400 InvalidInput', odataError(400, 'InvalidInput')],
  ['503 ServerBusy', odataError(503, 'ServerBusy')],
  ['500 without a body', { status: 500, body: '' }],
];

describe('when Table Storage does not answer as it should', () => {
  const startServer = useHttpServers();

  async function clientOf(answer: Answer): Promise<TableClient> {
    const server = await startServer((_request, response) => {
      response.writeHead(answer.status, { ...answer.headers });
      response.end(answer.body);
    });
    return clientAt(server.url);
  }

  describe.each(failures)('%s', (_name, answer) => {
    it.each(Object.entries(operations()))('makes %s a StorageError', async (_operation, run) => {
      const result = await run(await clientOf(answer)).catch((error: unknown) => error);

      expect(result).toBeInstanceOf(StorageError);
      expect(String(result)).not.toContain(accountKey);
      // The text of the SDK may hold addresses: of what it says there is the code alone.
      expect(String(result)).toMatch(/^StorageError: Table Storage: [\w\s-]+ failed \([\w ]+\)$/);
    });
  });

  it.each(Object.entries(operations()))('makes %s a StorageError when nobody listens', async (_operation, run) => {
    const server = await startServer(() => undefined);
    await server.stop();

    await expect(run(clientAt(server.url))).rejects.toBeInstanceOf(StorageError);
  });

  it('takes ResourceNotFound, and only that, for an absence', async () => {
    const client = await clientOf(odataError(404, 'ResourceNotFound'));

    expect(await createSubmissionStore(client).load(key)).toBeUndefined();
    expect(await createPassLog(client).last()).toBeUndefined();
    expect(await createTableAdapters(client, () => now).budgets.devCenter.load()).toBeUndefined();
    expect(await createSetAside(client).retry(`00/aside|submission|${key.text}`, now)).toBe('unknown');
    await expect(createOutbox(client, () => now).remove({ key, event: eventOf() })).resolves.toBeUndefined();
  });

  it('does not take a payload for corrupt because its pieces could not be read', async () => {
    const row = {
      PartitionKey: '00',
      RowKey: `submission|${key.text}`,
      'odata.etag': 'W/"1"',
      ...{ tracked: true, trackedAt: now.toISOString(), sequence: 1, stateSince: '', lastChangedAt: '', stalledAt: '' },
      ...{ unreachableReason: '', unreachableStatus: 0, unreachableSince: '', withdrawn: false },
      ...{ nextPollAt: now.toISOString(), lastCheckedAt: '', failures: 0, lastFailureReason: '', lastFailureAt: '' },
      chunkId: 'snapshot-1-0123456789abcdef',
    };
    const busy = odataError(503, 'ServerBusy');
    const server = await startServer((request, response) => {
      const isRow = decodeURIComponent(request.url ?? '').includes(`RowKey='submission|`);
      response.writeHead(isRow ? 200 : busy.status, json);
      response.end(isRow ? JSON.stringify(row) : busy.body);
    });

    await expect(createSubmissionStore(clientAt(server.url)).load(key)).rejects.toBeInstanceOf(StorageError);
    expect(server.requests).toHaveLength(2);
  });
});

function clientAt(url: string): TableClient {
  return new TableClient(`${url}/account`, 'watch', new AzureNamedKeyCredential('account', accountKey), {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
}

function eventOf() {
  if (event === undefined) throw new Error('first sight makes an event');
  return event;
}

function operations(): Record<string, (client: TableClient) => Promise<unknown>> {
  const pass = { startedAt: now.toISOString(), endedAt: now.toISOString() };
  return {
    load: (client) => createSubmissionStore(client).load(key),
    'a first commit': (client) => createSubmissionStore(client).commit(first.next, undefined, recorded(first)),
    'a later commit': (client) => createSubmissionStore(client).commit(first.next, 'W/"1"', recorded(first)),
    reschedule: (client) =>
      createSubmissionStore(client).reschedule([{ next: newlyTracked(key, now), version: 'W/"1"' }]),
    due: (client) => collect(createSubmissionStore(client).due(now)),
    list: (client) => createSubmissionStore(client).list({ size: 10 }),
    history: (client) => createSubmissionStore(client).history(key, { size: 10 }),
    pending: (client) => collect(createOutbox(client, () => now).pending()),
    remove: (client) => createOutbox(client, () => now).remove({ key, event: eventOf() }),
    changes: (client) => collect(createSubmissionStore(client).changes({ since: now.toISOString(), until: '2027' })),
    'a budget': (client) => createTableAdapters(client, () => now).budgets.store.load(),
    'a first save of a budget': (client) =>
      createTableAdapters(client, () => now).budgets.store.save(budget, undefined),
    'a later save of a budget': (client) => createTableAdapters(client, () => now).budgets.store.save(budget, 'W/"1"'),
    'setting an event aside': (client) => createSetAside(client).event({ key, event: eventOf() }, 'refused', now),
    'setting a row aside': (client) => createSetAside(client).submission(key, 'not readable', now),
    'what was set aside': (client) => createSetAside(client).list(10),
    'a retry': (client) => createSetAside(client).retry(`00/aside|submission|${key.text}`, now),
    'giving up': (client) => createSetAside(client).discard(`00/aside|submission|${key.text}`, now),
    'recording a pass': (client) => createPassLog(client).record(pass),
    'the last pass': (client) => createPassLog(client).last(),
  };
}
