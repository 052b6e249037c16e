import fc from 'fast-check';
import { type Event, eventSchema } from '../../shared/contract/event.ts';
import { decideOnFailure, decideOnRead } from '../../shared/domain/decide.ts';
import { fitEvent, longestEvent } from '../../shared/domain/fit-event.ts';
import type { Observation } from '../../shared/domain/snapshot.ts';
import { type FailureReason, failureReasons, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { anUnreadSubmission, secondsAfterNoon } from '../support/a-submission.ts';
import { aSubmissionKey } from '../support/a-submission-key.ts';
import { arbitraryKind, arbitraryObservation } from '../support/arbitrary-observation.ts';
import { someRules } from '../support/some-rules.ts';

const rules = someRules({ stallLimits: { defaultSeconds: 600, byState: {} } });

interface Step {
  /** A read, or why it failed. */
  readonly result: Observation | FailureReason;
  readonly seconds: number;
}

const step = (result: fc.Arbitrary<Step['result']>) => fc.record({ result, seconds: fc.nat(1_200) });
const someSteps = arbitraryKind.chain((kind) =>
  fc.record({
    key: fc.constant(aSubmissionKey(kind)),
    steps: fc.array(
      step(fc.oneof({ weight: 3, arbitrary: arbitraryObservation(kind) }, fc.constantFrom(...failureReasons))),
      { minLength: 1, maxLength: 12 },
    ),
  }),
);

function decided(current: TrackedSubmission, { result }: Step, now: Date) {
  return typeof result === 'string'
    ? decideOnFailure(current, { reason: result, status: 404 }, now, rules, 0.5)
    : decideOnRead(current, result, now, rules, 0.5);
}

/** The rows and events of a whole series, as a pass after another makes them. */
function played(first: TrackedSubmission, steps: readonly Step[]) {
  const rows = [first];
  const events: Event[] = [];
  let seconds = 0;
  for (const each of steps) {
    seconds += each.seconds;
    const decision = decided(rows.at(-1) ?? first, each, secondsAfterNoon(seconds));
    rows.push(decision.next);
    events.push(...decision.events);
  }
  return { rows, events, last: rows.at(-1) ?? first };
}

describe('over any series of reads and failures', () => {
  it('sequences have no gaps, ids are unique, and the row knows the last one', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        const { events, last } = played(anUnreadSubmission(key), steps);
        expect(events.map((event) => Number(event.sequence))).toEqual(events.map((_, index) => index + 1));
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
        expect(last.sequence).toBe(events.length);
      }),
      { numRuns: 300 },
    );
  });

  it('every event is what the contract says, whole and fitted', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        for (const event of played(anUnreadSubmission(key), steps).events) {
          expect(eventSchema.parse(event)).toEqual(event);
          expect(fitEvent(event)).toBe(event);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the states told one after another join up, from first sight to the present', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        const { events, last } = played(anUnreadSubmission(key), steps);
        let state: string | undefined;
        for (const { type, data } of events) {
          if (type === 'submissionwatch.submission.tracked.v1') state = data.state;
          if (type !== 'submissionwatch.submission.state-changed.v1') continue;
          expect(data.from).toBe(state);
          state = data.to;
        }
        expect(last.snapshot?.state).toBe(state);
      }),
      { numRuns: 300 },
    );
  });

  it('losses and recoveries take turns', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        const { events, last } = played(anUnreadSubmission(key), steps);
        const turns = events
          .map((event) => event.type.split('.')[2])
          .filter((name) => /^(unreach|recov)/.test(name ?? ''));
        expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? 'unreachable' : 'recovered')));
        expect(last.unreachable !== undefined).toBe(turns.at(-1) === 'unreachable');
      }),
      { numRuns: 300 },
    );
  });

  it('a step that is repeated from the same row makes the same events, but for their time', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        const { rows } = played(anUnreadSubmission(key), steps);
        for (const [index, each] of steps.entries()) {
          const row = rows[index] ?? anUnreadSubmission(key);
          const now = secondsAfterNoon(100_000);
          const [once, again] = [decided(row, each, now), decided(row, each, secondsAfterNoon(100_060))];
          expect(again.events.map((event) => event.id)).toEqual(once.events.map((event) => event.id));
        }
      }),
    );
  });

  it('the next poll is always ahead', () => {
    fc.assert(
      fc.property(someSteps, ({ key, steps }) => {
        let seconds = 0;
        for (const [index, row] of played(anUnreadSubmission(key), steps).rows.slice(1).entries()) {
          seconds += steps[index]?.seconds ?? 0;
          expect(Date.parse(row.nextPollAt)).toBeGreaterThan(secondsAfterNoon(seconds).getTime());
        }
      }),
    );
  });
});

describe('an observation of any size', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc
      .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), fc.nat(8_000))
      .map(([unit, n]) => unit.repeat(n)),
  );
  const issues = (severity: 'error' | 'warning') =>
    fc.array(fc.record({ severity: fc.constant(severity), code: text, details: text }), { maxLength: 12 });
  const huge = fc.record({
    state: text,
    name: text,
    errors: issues('error'),
    warnings: issues('warning'),
    artifacts: fc.array(text, { maxLength: 12 }),
    rollout: fc.record({ percentage: fc.double({ noNaN: true, noDefaultInfinity: true }), status: text }),
  });

  it('makes events that fit and are what the contract says', () => {
    fc.assert(
      fc.property(huge, huge, (first, second) => {
        const steps = [first, second].map((result) => ({ result, seconds: 60 }));
        const { events } = played(anUnreadSubmission(), steps);
        expect(events.length).toBeGreaterThan(0);
        for (const event of events) {
          const fitted = fitEvent(event);
          expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(longestEvent);
          expect(eventSchema.parse(fitted)).toEqual(fitted);
        }
      }),
      { numRuns: 40 },
    );
  });
});
