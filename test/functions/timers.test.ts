import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { relayOutboxFunction } from '../../functions/relay-outbox.ts';
import { watchHealthFunction } from '../../functions/watch-health.ts';
import { readConfig } from '../../shared/config.ts';
import { StorageError } from '../../shared/errors.ts';
import { aDelivery } from '../contracts/delivery-log.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';
import { aLocalEnvironment } from '../support/an-environment.ts';
import { invocationId, runTimer } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfProducts } from '../support/key-of.ts';

describe('the poll timer', () => {
  it('has the schedule of the settings and does not run at start', () => {
    const byDefault = createFakeServices().services;
    const config = readConfig(aLocalEnvironment({ POLL_SCHEDULE: '0 */5 * * * *' }));

    expect(pollSubmissionsFunction(byDefault)).toMatchObject({ schedule: '0 * * * * *', runOnStartup: false });
    expect(pollSubmissionsFunction({ ...byDefault, config })).toMatchObject({ schedule: '%POLL_SCHEDULE%' });
  });

  it('makes a pass, says what it did in one line and records it', async () => {
    const { services, watcher } = createFakeServices();
    for (const key of keysOfProducts(3)) await watcher.track(key);

    const logged = await runTimer(pollSubmissionsFunction(services));

    const summary = aPassSummary({ due: 3, read: 3, changed: 3, events: 3, published: 3, requests: 3 });
    const at = '2026-03-02T08:00:00.000Z';
    expect(logged).toEqual([`information: poll: ${JSON.stringify({ pass: invocationId, ms: 0, ...summary })}`]);
    expect(await watcher.table.passLog.last()).toEqual({ startedAt: at, endedAt: at, summary });
  });

  it('says when it is late', async () => {
    const { services } = createFakeServices();

    const [first] = await runTimer(pollSubmissionsFunction(services), true);

    expect(first).toBe('warning: poll: this pass is late');
  });

  it('throws what the pass throws, and records a pass without a summary', async () => {
    const { services, watcher } = createFakeServices();
    const failure = new StorageError('Table Storage: a query failed (ServerBusy)');
    const store = {
      ...watcher.table.store,
      reschedule: () => Promise.reject(failure),
    };
    const failing = { ...services, poll: async () => ({ ...watcher.dependencies, store }) };

    await expect(runTimer(pollSubmissionsFunction(failing))).rejects.toMatchObject({ errors: [failure] });

    const last = await watcher.table.passLog.last();
    expect(last).toMatchObject({ startedAt: '2026-03-02T08:00:00.000Z' });
    expect(last).not.toHaveProperty('summary');
  });
});

describe('the health timer', () => {
  it('has the schedule of the settings and does not run at start', () => {
    const { services } = createFakeServices();

    expect(watchHealthFunction(services)).toMatchObject({ schedule: '45 * * * * *', runOnStartup: false });
  });

  it('logs its figures in one line, and no more while all is well', async () => {
    const { services } = createFakeServices();
    await runTimer(pollSubmissionsFunction(services));

    const logged = await runTimer(watchHealthFunction(services));

    expect(logged).toEqual([expect.stringMatching(/^information: watcher: \{"reasons":\[\],"outboxAgeSeconds":0,/)]);
  });

  it('tells the topic what is wrong, once, and logs it each time', async () => {
    const { services, watcher } = createFakeServices();
    await runTimer(pollSubmissionsFunction(services));
    watcher.clock.advance(601);

    const logged = [await runTimer(watchHealthFunction(services)), await runTimer(watchHealthFunction(services))];

    const told = 'warning: health: Submission Watch is degraded: the last pass is too long ago';
    const warned = logged.map((lines) => lines.filter((line) => line.startsWith('warning: ')));
    expect(warned).toEqual([[told, 'warning: health: pass-overdue'], ['warning: health: pass-overdue']]);
    expect(watcher.publisher.watcherEvents).toMatchObject([{ source: '/submission-watch', data: { key: 'watcher' } }]);
  });

  it('forgets what a channel failed to tell once that does not count any more', async () => {
    const { services, watcher } = createFakeServices();
    const { deliveries } = watcher.table;
    const [old, fresh] = ['a/1', 'a/2'].map((eventId) => aDelivery({ eventId }));
    if (old === undefined || fresh === undefined) throw new Error('there are two');
    for (const delivery of [old, fresh]) await deliveries.receive('teams', delivery);
    await deliveries.failed('teams', [old], 'HTTP 410', watcher.clock.now());
    watcher.clock.advance(24 * 60 * 60 + 1);
    await deliveries.failed('teams', [fresh], 'HTTP 410', watcher.clock.now());

    await runTimer(watchHealthFunction(services));

    expect(await deliveries.failures('teams', new Date(0), 10)).toMatchObject([{ eventId: fresh.eventId }]);
  });

  it('throws where the storage fails: not to know is not to be well', async () => {
    const failing = () => Promise.reject(new StorageError('Table Storage: a read failed (ServerBusy)'));
    const { services } = createFakeServices({ announceHealth: failing });

    await expect(runTimer(watchHealthFunction(services))).rejects.toBeInstanceOf(StorageError);
  });
});

describe('the relay timer', () => {
  it('has the schedule of the settings and does not run at start', () => {
    const { services } = createFakeServices();

    expect(relayOutboxFunction(services)).toMatchObject({ schedule: '30 * * * * *', runOnStartup: false });
  });

  it('sends what is unsent, and says so', async () => {
    const { services, watcher } = createFakeServices();
    watcher.publisher.refuse(() => ({ retryable: true }));
    for (const key of keysOfProducts(2)) await watcher.track(key);
    await watcher.pass();
    watcher.publisher.refuse(undefined);

    const logged = await runTimer(relayOutboxFunction(services));

    expect(logged).toEqual(['information: relay: 2 published, 0 submissions wait']);
    expect(watcher.publisher.delivered()).toHaveLength(2);
  });

  it('says nothing when there is nothing to send', async () => {
    const { services } = createFakeServices();

    expect(await runTimer(relayOutboxFunction(services))).toEqual([]);
  });
});
