import type { TableClient } from '@azure/data-tables';
import { eventRow, outboxRow, shardOf, submissionRow } from '../../shared/adapters/table-storage/keys.ts';
import { createOutbox } from '../../shared/adapters/table-storage/outbox.ts';
import { createPassLog } from '../../shared/adapters/table-storage/pass-log.ts';
import { budgetState, plannedState, watcherHealthState } from '../../shared/adapters/table-storage/shared-state.ts';
import { createSubmissionStore } from '../../shared/adapters/table-storage/submission-store.ts';
import { createTableAdapters } from '../../shared/adapters/table-storage/table-adapters.ts';
import { freshBudget } from '../../shared/domain/budget.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import { CorruptRowError } from '../../shared/errors.ts';
import { collect } from '../contracts/read-all.ts';
import { useAzuriteTables } from '../support/azurite-tables.ts';
import { decide, recorded } from '../support/decide.ts';
import { keysOfOneProduct } from '../support/key-of.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const secret = 'sig=FAKE-SAS-SIGNATURE';
const [before, spoilt, after] = keysOfOneProduct(3) as [SubmissionKey, SubmissionKey, SubmissionKey];

/** What may become of a row by another hand, an older release, or a lost piece. */
const damages: readonly (readonly [string, Record<string, unknown>])[] = [
  ['a date that is none', { trackedAt: 'yesterday' }],
  ['a number that is a text', { sequence: secret }],
  ['a reason that is unknown', { lastFailureReason: secret }],
  ['a snapshot that is not JSON', { data: `{"state":"${secret}` }],
  ['a snapshot of another shape', { data: JSON.stringify({ state: 1, secret }) }],
  ['pieces that are not there', { data: '', chunkId: 'snapshot-1-0123456789abcdef' }],
];

describe('a row that cannot be read', () => {
  const tables = useAzuriteTables();

  async function withThree(): Promise<TableClient> {
    const client = await tables.create();
    const store = createSubmissionStore(client);
    for (const key of [before, spoilt, after]) {
      const first = decide(key);
      await store.commit(first.next, undefined, recorded(first));
    }
    return client;
  }

  it.each(damages)('with %s is a CorruptRowError, and no other row is', async (_name, damage) => {
    const client = await withThree();
    const store = createSubmissionStore(client);
    const address = { partitionKey: shardOf(spoilt.product), rowKey: submissionRow(spoilt) };
    await client.updateEntity({ ...address, ...damage }, 'Merge');

    const failure = await store.load(spoilt).catch((error: unknown) => error);
    const due = await collect(store.due(new Date('2030-01-01T00:00:00.000Z')));
    const results = await Promise.allSettled(due.map((row) => row.stored()));

    expect(failure).toBeInstanceOf(CorruptRowError);
    expect(String(failure)).toContain(spoilt.text);
    expect(String(failure)).not.toContain(secret);
    expect(await store.load(before)).toBeDefined();
    expect(due.map(({ key }) => key.text)).toEqual([before.text, spoilt.text, after.text]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('in the history is a CorruptRowError, and pages without it are read', async () => {
    const client = await withThree();
    const store = createSubmissionStore(client);
    const first = decide(before);
    const second = decide(first.next, { state: 'Release' });
    await store.commit(second.next, (await store.load(before))?.version, recorded(second));
    const rowKey = eventRow(before, 1);
    await client.updateEntity({ partitionKey: shardOf(before.product), rowKey, data: `{"${secret}` }, 'Merge');

    const failure = await store.history(before, { size: 10 }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(CorruptRowError);
    expect(String(failure)).not.toContain(secret);
    expect((await store.history(before, { size: 1 })).items).toEqual(second.events);
  });

  it('in the outbox is set aside, and stops nothing: neither the rest of its submission nor any other', async () => {
    const client = await withThree();
    const { store, outbox, setAside } = createTableAdapters(client, () => now);
    const second = decide(decide(spoilt).next, { state: 'Release' });
    await store.commit(second.next, (await store.load(spoilt))?.version, recorded(second));
    const address = { partitionKey: shardOf(spoilt.product), rowKey: outboxRow(spoilt, 1) };
    await client.updateEntity({ ...address, data: `{"${secret}` }, 'Merge');

    const idsOf = async () => (await collect(outbox.pending())).map(({ event }) => event.id);

    const expected = [`${before.text}/1`, `${spoilt.text}/2`, `${after.text}/1`];
    expect(await idsOf()).toEqual(expected);
    expect(await idsOf()).toEqual(expected);
    const entries = await setAside.list(10);
    expect(entries).toMatchObject([{ what: 'event', key: spoilt.text, at: now.toISOString() }]);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('in the outbox that nobody of us wrote stops nothing', async () => {
    const client = await withThree();
    for (const name of ['x', `${spoilt.text}|1x`, 'gadget:1:2|0000000001', spoilt.text]) {
      await client.createEntity({ partitionKey: shardOf(spoilt.product), rowKey: `outbox|${name}|`, data: secret });
    }

    const entries = await collect(createOutbox(client, () => now).pending());

    expect(entries.map(({ event }) => event.id)).toEqual([before, spoilt, after].map(({ text }) => `${text}/1`));
  });

  it('of the last pass is a CorruptRowError', async () => {
    const client = await tables.create();
    await createPassLog(client).record({ startedAt: 'now', endedAt: 'then' });

    await expect(createPassLog(client).last()).rejects.toBeInstanceOf(CorruptRowError);
  });

  it.each([
    ['no JSON', '{"tokens":'],
    ['another shape', '{"tokens":"many"}'],
    ['nothing', ''],
  ])('of a shared state (%s) has a version without a value, on which it begins anew', async (_what, data) => {
    const client = await tables.create();
    const fresh = freshBudget('devCenter', 20, now);
    for (const rowKey of ['budget-devCenter', 'health', 'planned'])
      await client.createEntity({ partitionKey: 'watcher', rowKey, data });
    const state = budgetState(client, 'devCenter');
    const spoilt = await state.load();

    expect(spoilt).toEqual({ version: expect.any(String) });
    expect(await watcherHealthState(client).load()).toEqual({ version: expect.any(String) });
    expect(await plannedState(client).load()).toEqual({ version: expect.any(String) });
    expect(await state.save(fresh, spoilt?.version)).toBe('committed');
    expect(await state.save(fresh, spoilt?.version)).toBe('conflict');
    expect((await state.load())?.value).toEqual(fresh);
  });

  it('of health is none for a reason that only a newer release knows', async () => {
    const client = await tables.create();
    const known = { firstCheckAt: now.toISOString(), reasons: ['pass-failed'], sequence: 1, pending: [] };
    const data = JSON.stringify({ ...known, reasons: ['moon-phase', 'pass-failed'] });
    await client.createEntity({ partitionKey: 'watcher', rowKey: 'health', data });

    expect((await watcherHealthState(client).load())?.value).toEqual(known);
  });
});
