import type { Observation } from '../../shared/domain/snapshot.ts';
import type { SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { PassSummary } from '../../shared/ports.ts';
import { type PollDependencies, pollSubmissions } from '../../shared/use-cases/poll-submissions.ts';
import { type RelaySummary, relayOutbox } from '../../shared/use-cases/relay-outbox.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { createFixedClock, type FixedClock } from './fixed-clock.ts';
import { createInMemoryTable, type InMemoryTable } from './in-memory-table.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { createRecordingPublisher, type RecordingPublisher } from './recording-publisher.ts';
import { createScriptedPartnerCenter, type ScriptedPartnerCenter } from './scripted-partner-center.ts';
import { someRules } from './some-rules.ts';

/** The whole application with fakes around it. */
export interface Watcher {
  readonly clock: FixedClock;
  readonly table: InMemoryTable;
  readonly publisher: RecordingPublisher;
  readonly partnerCenter: ScriptedPartnerCenter;
  readonly log: RecordingLog;
  /** Writes of the store: `commit KEY` and `reschedule COUNT`. */
  readonly writes: string[];
  readonly dependencies: PollDependencies;
  /** One pass; `changes` replace dependencies for this one. */
  pass(changes?: Partial<PollDependencies>, signal?: AbortSignal): Promise<PassSummary>;
  relay(): Promise<RelaySummary>;
  /** Tracks it, and lets Partner Center show it. */
  track(key: SubmissionKey, read?: Observation): Promise<void>;
  /** Ids of everything in the history of a submission, oldest first. */
  recorded(key: SubmissionKey): Promise<string[]>;
  /** Ids of what subscribers got of a submission, in the order they got it. */
  delivered(key: SubmissionKey): string[];
}

const noSignal = new AbortController().signal;

export function createWatcher(): Watcher {
  const clock = createFixedClock();
  const table = createInMemoryTable();
  const publisher = createRecordingPublisher();
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
    publisher,
    partnerCenter,
    log,
    rules: someRules(),
    budget: { devCenter: 100, store: 100 },
    concurrency: 4,
    now: clock.now,
    random: () => 0,
  };

  return {
    clock,
    table,
    publisher,
    partnerCenter,
    log,
    writes,
    dependencies,
    pass: (changes = {}, signal = noSignal) => pollSubmissions({ ...dependencies, ...changes }, signal),
    relay: () => relayOutbox(dependencies, noSignal),
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
