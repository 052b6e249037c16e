import fc from 'fast-check';
import { afterPass, allowance, type Budget, freshBudget, refilled } from '../../shared/domain/budget.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');
const minuteMs = 60_000;

/** A pass of any instance: some time after the one before, it asks for requests, makes some, and meets something. */
interface Step {
  readonly afterMs: number;
  readonly wanted: number;
  readonly used: number;
  readonly meets: string;
}

const passes: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 90_000 }),
    wanted: fc.integer({ min: 1, max: 80 }),
    /** Of what it got; above 1 it spends more, as a renewed token or a list of several pages does. */
    used: fc.constantFrom(0, 0.3, 1, 1, 1, 1.5),
    meets: fc.constantFrom('nothing', 'nothing', '429', '429 for 30 s', '401'),
  }),
  { minLength: 1, maxLength: 60 },
);

interface Grant {
  readonly at: number;
  readonly granted: number;
  readonly requests: number;
  readonly budget: Budget;
}

/** Passes that each end before the next begins. */
function run(configured: number, steps: readonly Step[]): Grant[] {
  let budget = freshBudget('devCenter', configured, new Date(start));
  let at = start;
  return steps.map(({ afterMs, wanted, used, meets }) => {
    at += afterMs;
    const now = new Date(at);
    budget = refilled(budget, configured, now);
    const granted = Math.min(wanted, allowance(budget, now));
    const requests = Math.round(granted * used);
    budget = { ...budget, tokens: budget.tokens - granted };
    const throttled = meets === '429' ? {} : meets === '429 for 30 s' ? { retryAfterSeconds: 30 } : undefined;
    const refused = { reason: 'unauthorized' as const, message: 'No' };
    budget = afterPass(
      budget,
      {
        reserved: granted,
        requests,
        unserved: 0,
        succeeded: meets === 'nothing' ? requests : 0,
        ...(throttled && requests > 0 ? { throttled } : {}),
        ...(meets === '401' && requests > 0 ? { refused } : {}),
      },
      now,
    );
    return { at, granted, requests, budget };
  });
}

const configuredRates = fc.integer({ min: 1, max: 100 });

it('never grants more in any minute than the bucket held and a minute brings', () => {
  fc.assert(
    fc.property(configuredRates, passes, (configured, steps) => {
      const grants = run(
        configured,
        steps.map((step) => ({ ...step, used: Math.min(step.used, 1) })),
      );
      for (const first of grants) {
        const inWindow = grants.filter(({ at }) => at >= first.at && at < first.at + minuteMs);
        const spent = inWindow.reduce((sum, { requests }) => sum + requests, 0);
        expect(spent).toBeLessThanOrEqual(2 * configured);
      }
    }),
  );
});

it('grants over a long time no more than its rate, besides the bucket that was full at first', () => {
  fc.assert(
    fc.property(configuredRates, passes, (configured, steps) => {
      const grants = run(configured, steps);
      const spent = grants.reduce((sum, { requests }) => sum + requests, 0);
      const minutes = ((grants.at(-1)?.at ?? start) - start) / minuteMs;
      const lastOverspending = Math.max(0, ...grants.map(({ granted, requests }) => requests - granted));
      expect(spent).toBeLessThanOrEqual(configured * (1 + minutes) + lastOverspending + 1e-3);
    }),
  );
});

it('never grants less than nothing, nor raises its rate above the configured one or lowers it below one', () => {
  fc.assert(
    fc.property(configuredRates, passes, (configured, steps) => {
      for (const { granted, budget } of run(configured, steps)) {
        expect(granted).toBeGreaterThanOrEqual(0);
        expect(budget.perMinute).toBeGreaterThanOrEqual(1);
        expect(budget.perMinute).toBeLessThanOrEqual(configured);
        expect(Number.isInteger(budget.perMinute)).toBe(true);
      }
    }),
  );
});

it('comes back to the whole configured rate, whatever it met, once it has been quiet for long', () => {
  fc.assert(
    fc.property(configuredRates, passes, (configured, steps) => {
      const last = run(configured, steps).at(-1);
      if (last === undefined) return;
      const later = new Date(last.at + 24 * 60 * minuteMs);
      const budget = refilled(last.budget, configured, later);
      expect(budget.perMinute).toBe(configured);
      expect(allowance(budget, later)).toBe(configured);
    }),
  );
});
