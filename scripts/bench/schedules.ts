import { afterPass, allowance, freshBudget, refilled } from '../../shared/domain/budget.ts';
import { type CadenceSettings, nextPollAt } from '../../shared/domain/cadence.ts';
import { planPass } from '../../shared/domain/plan.ts';
import type { Outcome } from '../../shared/domain/snapshot.ts';
import { parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { newlyTracked, type TrackedSubmission } from '../../shared/domain/tracked-submission.ts';

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

/** Settings as they are where nobody sets any. */
export const defaultCadence: CadenceSettings = {
  activeSeconds: 60,
  waitingSeconds: 300,
  draftSeconds: 900,
  settledSeconds: 600,
  retireAfterDays: 90,
  productSeconds: 300,
};

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

/** The cadence, the budget and the planner of the app, over rows in memory. */
export function cadenceAndPlanner(places: number, perMinute: number, startMs: number): Schedule {
  const rows = Array.from({ length: places }, () => newSubmission(startMs));
  let budget = freshBudget('devCenter', perMinute, new Date(startMs));

  const dueMs = new Float64Array(places).fill(startMs);

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
  return { ...next, nextPollAt: nextPollAt(next, now, defaultCadence, 0.5) };
}
