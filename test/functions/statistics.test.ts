import { getStatisticsFunction } from '../../functions/get-statistics.ts';
import { listPassesFunction } from '../../functions/list-passes.ts';
import { callFunction } from '../support/call-function.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { keysOfOneProduct } from '../support/key-of.ts';

describe('GET statistics', () => {
  it('are empty before anything has finished', async () => {
    const { services } = createFakeServices();

    expect(await callFunction(getStatisticsFunction(services), 'statistics')).toMatchObject({
      status: 200,
      body: { value: [], outcomes: [], asOf: '2026-03-02T08:00:00.000Z' },
    });
  });

  it('tell how long each state took, and how it ended', async () => {
    const { services, watcher } = createFakeServices();
    const keys = keysOfOneProduct(10);
    for (const [state, seconds] of [
      ['scanning/started', 1_000],
      ['signing/started', 7_000],
      ['finalizeIngestion/completed', 0],
    ] as const) {
      for (const key of keys) await watcher.track(key, { state });
      await watcher.pass();
      watcher.clock.advance(seconds);
    }

    const { body } = await callFunction(getStatisticsFunction(services), 'statistics');

    const near = (seconds: number) => expect.closeTo(seconds, -Math.log10(seconds * 0.04));
    expect(body).toEqual({
      value: [
        {
          kind: 'hardware',
          state: 'scanning/started',
          count: 10,
          medianSeconds: near(1_000),
          p90Seconds: near(1_000),
        },
        { kind: 'hardware', state: 'signing/started', count: 10, medianSeconds: near(7_000), p90Seconds: near(7_000) },
      ],
      outcomes: [{ kind: 'hardware', outcome: 'succeeded', count: 10 }],
      asOf: '2026-03-02T10:13:20.000Z',
    });
  });
});

describe('GET passes', () => {
  it('gives the last ones newest first, also one that threw', async () => {
    const { services, watcher } = createFakeServices();
    const passes = ['08:00', '08:01', '08:02'].map((time) => ({
      startedAt: `2026-03-02T${time}:00.000Z`,
      endedAt: `2026-03-02T${time}:05.000Z`,
    }));
    for (const pass of passes) await watcher.table.passLog.record(pass);
    const list = listPassesFunction(services);

    expect((await callFunction(list, 'passes')).body).toEqual({ value: passes.toReversed() });
    expect((await callFunction(list, 'passes?limit=1')).body).toEqual({ value: passes.slice(-1) });
  });
});
