import { readConfig } from '../../shared/config.ts';
import { afterPass, allowance, freshBudget, refilled } from '../../shared/domain/budget.ts';
import { nextPollAt } from '../../shared/domain/cadence.ts';
import { planPass } from '../../shared/domain/plan.ts';
import type { Outcome } from '../../shared/domain/snapshot.ts';
import { parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';
import { anEnvironment } from '../../test/support/an-environment.ts';

/** What a read of a place shows. */
export interface Seen {
  readonly outcome: Outcome;
  /** Something is new since the last read. */
  readonly changed: boolean;
  /** Another submission is in the place since the last read, and was tracked by a person at that moment. */
  readonly trackedAtMs?: number;
}

/** Decides at each tick which places are read. `read` has to be called for each of them. */
export interface Schedule {
  tick(nowMs: number, read: (place: number) => Seen): Promise<void>;
  /** Somebody tracks another submission in the place. */
  track(place: number, nowMs: number): void;
}

/** Its multiples spread evenly between whole numbers. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** Settings as they are where nobody sets any. */
const { cadence } = readConfig(anEnvironment()).poll;

/** One after the other, whatever they are. */
export function roundRobin(places: number, perMinute: number): Schedule {
  let next = 0;
  return {
    async tick(_nowMs, read) {
      for (let count = 0; count < Math.min(perMinute, places); count += 1) {
        read(next);
        next = (next + 1) % places;
      }
    },
    track() {},
  };
}

/** What is known of a place from the beginning: it is read regularly since it changed. */
export interface Known {
  readonly outcome: Outcome;
  readonly changedMs: number;
}

/**
 * The cadence, the budget and the planner of the app, over rows in memory.
 * @param known of each place; undefined where it was tracked just now and never read.
 */
export function cadenceAndPlanner(known: readonly (Known | undefined)[], perMinute: number, startMs: number): Schedule {
  const places = known.length;
  const rows: TrackedSubmission[] = [];
  const dueMs = new Float64Array(places);
  let budget = freshBudget('devCenter', perMinute, new Date(startMs));
  for (const [place, one] of known.entries()) {
    keep(place, one === undefined ? newSubmission(startMs) : readBefore(one, (place * goldenRatio) % 1, startMs));
  }

  function keep(place: number, submission: TrackedSubmission): void {
    rows[place] = submission;
    dueMs[place] = Date.parse(submission.nextPollAt);
  }

  async function* due(nowMs: number) {
    for (let place = 0; place < places; place += 1) {
      const submission = (dueMs[place] ?? 0) <= nowMs ? rows[place] : undefined;
      if (submission === undefined) continue;
      const { nextPollAt, lastCheckedAt = nextPollAt } = submission;
      yield { place, host: 'devCenter' as const, nextPollAt, scheduledAt: lastCheckedAt };
    }
  }

  return {
    async tick(nowMs, read) {
      const now = new Date(nowMs);
      budget = refilled(budget, perMinute, now);
      const { chosen } = await planPass(due(nowMs), { devCenter: allowance(budget, now), store: 0 }, now);
      for (const { place } of chosen) {
        const known = rows[place];
        if (known === undefined) throw new Error('There is no such place');
        keep(place, rescheduled(known, read(place), now));
      }
      const asked = { reserved: 0, requests: chosen.length, unserved: 0, succeeded: chosen.length };
      budget = afterPass(budget, asked, now);
    },
    track(place, nowMs) {
      keep(place, newSubmission(nowMs));
    },
  };
}

const key = parseSubmissionKey('hardware:13635057453741329:1152921504621441930');

function newSubmission(nowMs: number): TrackedSubmission {
  if (key === undefined) throw new Error('No key');
  return newlyTracked(key, new Date(nowMs));
}

/**
 * As a read left it that was within its interval.
 * @param share of the interval that has passed since.
 */
function readBefore({ outcome, changedMs }: Known, share: number, nowMs: number): TrackedSubmission {
  const seen = { outcome, changed: false };
  const changed = rescheduled(newSubmission(changedMs), seen, new Date(changedMs));
  const intervalMs = Date.parse(rescheduled(changed, seen, new Date(nowMs)).nextPollAt) - nowMs;
  return rescheduled(changed, seen, new Date(Math.max(changedMs, nowMs - share * intervalMs)));
}

function rescheduled(known: TrackedSubmission, { outcome, changed }: Seen, now: Date): TrackedSubmission {
  const at = now.toISOString();
  const isNews = changed || known.snapshot === undefined;
  const next: TrackedSubmission = {
    ...known,
    lastCheckedAt: at,
    ...(isNews ? { lastChangedAt: at } : {}),
    snapshot:
      known.snapshot?.outcome === outcome
        ? known.snapshot
        : { state: outcome, outcome, issues: [], reports: [], artifacts: [] },
  };
  return { ...next, nextPollAt: nextPollAt(next, now, cadence, 0.5) };
}
