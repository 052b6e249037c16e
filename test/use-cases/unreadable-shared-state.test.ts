import { aPassSummary } from '../support/a-pass-summary.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';

describe('shared state that cannot be read', () => {
  it('of a budget is an error in the log, and begins anew with the next pass', async () => {
    const watcher = createWatcher();
    for (const key of keysOfProducts(3)) await watcher.track(key);
    const budget = { devCenter: 20, store: 20 };
    await watcher.pass({ budget });
    watcher.table.budgets.devCenter.spoil();
    watcher.clock.advance(3_600);

    expect(await watcher.pass({ budget })).toMatchObject({ due: 3, read: 3, left: 0 });

    expect(watcher.log.lines).toContain('error: poll: the budget of devCenter cannot be read; it begins anew');
    expect((await watcher.table.budgets.devCenter.load())?.value).toMatchObject({ perMinute: 20, tokens: 17 });
    const { length } = watcher.log.lines;
    watcher.clock.advance(3_600);
    expect(await watcher.pass({ budget })).toMatchObject({ read: 3 });
    expect(watcher.log.lines).toHaveLength(length);
  });

  it('of a budget does not keep health from being told', async () => {
    const watcher = createWatcher();
    const at = watcher.clock.now().toISOString();
    await watcher.table.passLog.record({ startedAt: at, endedAt: at, summary: aPassSummary() });
    watcher.table.budgets.store.spoil();

    expect(await watcher.health()).toMatchObject({ reasons: [], budgets: [] });
  });

  it('of the planner does not keep slices from being planned', async () => {
    const watcher = createWatcher();
    for (const key of keysOfProducts(3)) await watcher.track(key);
    const small = { inlineLimit: 1, sliceSize: 2 };
    await watcher.pass(small);
    watcher.table.planned.spoil();
    watcher.clock.advance(3_600);

    expect(await watcher.pass(small)).toMatchObject({ due: 3, slices: 2 });
    expect(watcher.log.lines).toContain('error: poll: the time of the last planner cannot be read; it begins anew');
  });

  it('of health is told anew, under an id that no event had', async () => {
    const watcher = createWatcher();
    const at = watcher.clock.now().toISOString();
    await watcher.table.passLog.record({ startedAt: at, endedAt: at });
    await watcher.announceHealth();
    watcher.table.watcherHealth.spoil();
    watcher.clock.advance(60);

    await watcher.announceHealth();
    await watcher.announceHealth();

    const [before, after, ...others] = watcher.publisher.watcherEvents;
    expect([before?.type, after?.type]).toEqual(Array.from({ length: 2 }, () => 'submissionwatch.watcher.degraded.v1'));
    expect(Number(after?.sequence)).toBeGreaterThan(Number(before?.sequence));
    expect(after?.id).not.toBe(before?.id);
    expect(others).toEqual([]);
    expect(watcher.log.lines).toContain('error: health: what was last told cannot be read; it begins anew');
  });
});
