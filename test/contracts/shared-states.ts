import type { Budget } from '../../shared/domain/budget.ts';
import { afterCheck, healthReasons, testEvent, type WatcherHealth } from '../../shared/domain/watcher-health.ts';
import type { SharedState } from '../../shared/ports/shared-state.ts';
import { sharedStateContract } from './shared-state.ts';

interface SharedStatesUnderTest {
  readonly budgets: { readonly devCenter: SharedState<Budget>; readonly store: SharedState<Budget> };
  readonly planned: SharedState<{ readonly until: string }>;
  readonly watcherHealth: SharedState<WatcherHealth>;
}

const now = new Date('2026-03-02T08:00:00.000Z');
const at = now.toISOString();
const lowered: Budget = {
  host: 'devCenter',
  perMinute: 16,
  tokens: -2.5,
  updatedAt: at,
  setAsideUntil: '2026-03-02T08:00:22.000Z',
  throttles: 2,
  adaptedAt: at,
  refusal: { reason: 'forbidden', since: at, message: 'Partner Center answered 403 "quota"' },
};
const fresh: Budget = { host: 'devCenter', perMinute: 20, tokens: 20, updatedAt: at, throttles: 0 };
const ill = afterCheck(undefined, healthReasons.slice(1), now, '/submission-watch');
const recovered = afterCheck(ill, [], new Date('2026-03-02T09:00:00.000Z'), '/submission-watch');
const test = testEvent('1', 'warning', now, '/submission-watch');

/** Every value that passes and instances share. @param open with nothing in it for each test. */
export function sharedStatesContract(open: () => Promise<SharedStatesUnderTest>): void {
  sharedStateContract('budget', async () => (await open()).budgets.devCenter, [
    lowered,
    fresh,
    { ...fresh, tokens: 3.25, throttles: 1 },
  ]);
  sharedStateContract('planned', async () => (await open()).planned, [
    { until: at },
    { until: '2026-03-02T08:00:50.000Z' },
    { until: '2026-03-02T08:01:50.000Z' },
  ]);
  sharedStateContract('watcher health', async () => (await open()).watcherHealth, [
    ill,
    { ...recovered, pending: [...recovered.pending, test] },
    { firstCheckAt: at, reasons: [], sequence: 0, pending: [] },
  ]);

  it('keeps the budgets of the hosts apart', async () => {
    const { budgets } = await open();
    await budgets.devCenter.save(lowered, undefined);

    expect(await budgets.store.load()).toBeUndefined();
    expect(await budgets.store.save({ ...fresh, host: 'store' }, undefined)).toBe('committed');
    expect((await budgets.devCenter.load())?.value).toEqual(lowered);
  });
}
