import { pollSliceFunction } from '../../functions/poll-slice.ts';
import { readConfig } from '../../shared/config.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { deliver } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfProducts } from '../support/key-of.ts';

const keys = keysOfProducts(3);
const slice: Slice = {
  id: '2026-03-02T08:00:00.000Z/1',
  submissions: keys.map(({ text }) => text),
  products: [],
  startAt: '2026-03-02T08:00:00.000Z',
  endAt: '2026-03-02T08:00:50.000Z',
};

describe('the trigger of the slice queue', () => {
  it('is bound to the queue of the settings', () => {
    const { services } = createFakeServices();
    const config = readConfig(aLocalEnvironment({ SERVICEBUS_SLICE_QUEUE: 'other' }));

    expect(pollSliceFunction(services)).toMatchObject({
      connection: 'ServiceBusConnection',
      queueName: 'poll-slices',
    });
    expect(pollSliceFunction({ ...services, config }).queueName).toBe('%SERVICEBUS_SLICE_QUEUE%');
  });

  it('reads a slice, and says what it did in one line', async () => {
    const { services, watcher } = createFakeServices();
    for (const key of keys) await watcher.track(key);

    const logged = await deliver(pollSliceFunction(services), slice);

    const summary = { slice: slice.id, read: 3, changed: 3, events: 3, published: 3, failed: 0, skipped: 0 };
    expect(logged).toEqual([`information: slice: ${JSON.stringify(summary)}`]);
    expect(watcher.publisher.delivered()).toHaveLength(3);
  });

  it.each([
    [1, 1_000],
    [2, 997],
  ])('at delivery %i leaves the bucket of 1000, of which the planner took three, at %i', async (delivery, expected) => {
    const { services, watcher } = createFakeServices();
    for (const key of keys) await watcher.track(key);
    const at = watcher.clock.now().toISOString();
    const bucket = { host: 'devCenter', perMinute: 1_000, tokens: 997, updatedAt: at, throttles: 0 } as const;
    await watcher.table.budgets.devCenter.save(bucket, undefined);

    await deliver(pollSliceFunction(services), { ...slice, endAt: at }, delivery);

    expect((await watcher.table.budgets.devCenter.load())?.value?.tokens).toBe(expected);
  });

  it.each([undefined, 'text', {}, { ...slice, submissions: 'all' }])(
    'drops what is no slice, with an error and once: %j',
    async (body) => {
      const { services, watcher } = createFakeServices();

      const logged = await deliver(pollSliceFunction(services), body);

      expect(logged).toEqual(['error: slice: a message that is no slice is dropped']);
      expect(watcher.partnerCenter.reads).toEqual([]);
    },
  );

  it('throws what was no failed read, so that the queue brings the slice again', async () => {
    const { services, watcher } = createFakeServices();
    for (const key of keys) await watcher.track(key);
    const failure = new TypeError('a mistake of ours');
    const store = { ...watcher.table.store, commit: () => Promise.reject(failure) };
    const failing = { ...services, poll: async () => ({ ...watcher.dependencies, store }) };

    await expect(deliver(pollSliceFunction(failing), slice)).rejects.toMatchObject({
      errors: [failure, failure, failure],
    });
  });
});
