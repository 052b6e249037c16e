import { freshBudget } from '../../shared/domain/budget.ts';
import { watcherMetrics } from '../../shared/domain/watcher-metrics.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const well = { reasons: [], setAside: [], budgets: [] };

describe('what is counted of the watcher', () => {
  it('is all there before anything was asked', () => {
    expect(watcherMetrics(well, 20, now)).toEqual({
      reasons: [],
      outboxAgeSeconds: 0,
      setAside: 0,
      devCenterBudgetLeft: 20,
      storeBudgetLeft: 20,
      devCenterPerMinute: 20,
      storePerMinute: 20,
    });
  });

  it('is the age of the oldest unsent event and the number of what was set aside', () => {
    const found = { ...well, oldestUnsent: '2026-03-02T07:58:29.500Z', setAside: [{}, {}] };
    expect(watcherMetrics(found, 20, now)).toMatchObject({ outboxAgeSeconds: 90, setAside: 2 });
  });

  it('is no negative age where the clocks of two instances differ', () => {
    expect(watcherMetrics({ ...well, oldestUnsent: '2026-03-02T08:00:01.000Z' }, 20, now).outboxAgeSeconds).toBe(0);
  });

  it('is what is left of each budget by now, and its rate after 429', () => {
    const spent = { ...freshBudget('devCenter', 20, now), tokens: 5, perMinute: 10, adaptedAt: now.toISOString() };
    const halted = { ...freshBudget('store', 20, now), setAsideUntil: '2026-03-02T08:00:30.000Z' };
    expect(watcherMetrics({ ...well, budgets: [spent, halted] }, 20, now)).toMatchObject({
      devCenterBudgetLeft: 5,
      devCenterPerMinute: 10,
      storeBudgetLeft: 0,
      storePerMinute: 20,
    });
  });
});
