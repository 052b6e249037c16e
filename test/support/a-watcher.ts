import type { Observation } from '../../shared/domain/snapshot.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { HealthLimits } from '../../shared/domain/watcher-health.ts';
import type { PassSummary } from '../../shared/ports/pass-log.ts';
import type { Slice } from '../../shared/ports/slice-queue.ts';
import { announceHealth } from '../../shared/use-cases/announce-health.ts';
import { checkHealth, type Health } from '../../shared/use-cases/check-health.ts';
import { pollSlice, type SliceSummary } from '../../shared/use-cases/poll-slice.ts';
import { type PollDependencies, pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { type RelaySummary, relayOutbox } from '../../shared/use-cases/relay-outbox.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { createFixedClock, type FixedClock } from './fixed-clock.ts';
import { createInMemoryTable, type InMemoryTable } from './in-memory-table.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { createRecordingPublisher, type RecordingPublisher } from './recording-publisher.ts';
import { createRecordingSliceQueue, type RecordingSliceQueue } from './recording-slice-queue.ts';
import { createScriptedPartnerCenter, type ScriptedPartnerCenter } from './scripted-partner-center.ts';
import { someRules } from './some-rules.ts';

/** The whole application with fakes around it. */
export interface Watcher {
  readonly clock: FixedClock;
  readonly table: InMemoryTable;
  readonly publisher: RecordingPublisher;
  readonly sliceQueue: RecordingSliceQueue;
  readonly partnerCenter: ScriptedPartnerCenter;
  readonly log: RecordingLog;
  /** Writes of the store: `commit KEY` and `reschedule COUNT`. */
  readonly writes: string[];
  readonly dependencies: PollDependencies;
  /** One pass; `changes` replace dependencies for this one. */
  pass(changes?: Partial<PollDependencies>, signal?: AbortSignal): Promise<PassSummary>;
  /** Another instance reads a slice; `changes` as for a pass. */
  slice(slice: Slice, again?: boolean, changes?: Partial<PollDependencies>): Promise<SliceSummary>;
  relay(): Promise<RelaySummary>;
  health(): Promise<Health>;
  /** A check of the watcher's health that tells what changed. */
  announceHealth(limits?: HealthLimits): Promise<Health>;
  /** Tracks it, and lets Partner Center show it. */
  track(key: SubmissionKey, read?: Observation): Promise<void>;
  /** Ids of everything in the history of a submission, oldest first. */
  recorded(key: SubmissionKey): Promise<string[]>;
  /** Ids of what subscribers got of a submission, in the order they got it. */
  delivered(key: SubmissionKey): string[];
}

const noSignal = new AbortController().signal;
const limits: HealthLimits = { passOverdueMinutes: 10, outboxStuckMinutes: 10, pollBehindMinutes: 60 };

export function createWatcher(clock = createFixedClock()): Watcher {
  const table = createInMemoryTable();
  const publisher = createRecordingPublisher();
  const sliceQueue = createRecordingSliceQueue(clock.now);
  const partnerCenter = createScriptedPartnerCenter();
  const log = createRecordingLog();
  const writes: string[] = [];
  const dependencies: PollDependencies = {
    store: {
      ...table.store,
      commit(next, expected, events) {
        writes.push(`commit ${next.key.text}`);
        return table.store.commit(next, expected, events);
      },
      reschedule(rows) {
        writes.push(`reschedule ${rows.length}`);
        return table.store.reschedule(rows);
      },
    },
    products: table.products,
    outbox: table.outbox,
    setAside: table.setAside,
    budgets: table.budgets,
    planned: table.planned,
    publisher,
    sliceQueue,
    partnerCenter,
    log,
    rules: someRules(),
    budget: { devCenter: 1_000, store: 1_000 },
    concurrency: 4,
    inlineLimit: 200,
    sliceSize: 50,
    spreadSeconds: 50,
    now: clock.now,
    wait: async (ms) => clock.advance(ms / 1000),
    random: () => 0,
  };

  const healthDependencies = {
    ...dependencies,
    passLog: table.passLog,
    watcherHealth: table.watcherHealth,
    deliveries: table.deliveries,
    channels: ['teams', 'slack'],
    limits,
  };

  return {
    clock,
    table,
    publisher,
    sliceQueue,
    partnerCenter,
    log,
    writes,
    dependencies,
    pass: (changes = {}, signal = noSignal) => pollSubmissions({ ...dependencies, ...changes }, signal),
    slice: (slice, again = false, changes = {}) => pollSlice({ ...dependencies, ...changes }, slice, again, noSignal),
    relay: () => relayOutbox(dependencies, noSignal),
    health: () => checkHealth(healthDependencies),
    announceHealth: (checked = limits) =>
      announceHealth({ ...healthDependencies, limits: checked, source: '/submission-watch' }),
    async track(key, read = { state: 'Certification' }) {
      await trackSubmission(table.store, key, clock.now());
      partnerCenter.shows(key, read);
    },
    async recorded(key) {
      const { items } = await table.store.history(key, { size: 1_000 });
      return items.map((event) => event.id).toReversed();
    },
    delivered: ({ text }) =>
      publisher
        .delivered()
        .filter((event) => event.subject === text)
        .map((event) => event.id),
  };
}
