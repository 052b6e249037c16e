import type { KnownEvent, ReceivedEvent } from '../../shared/contract/received-event.ts';
import type { WatchEvent } from './answers.ts';

/** By a record, so that a new type of event is missed by the compiler and not by a reader. */
const known: Readonly<Record<KnownEvent['type'], true>> = {
  'submissionwatch.submission.tracked.v1': true,
  'submissionwatch.submission.state-changed.v1': true,
  'submissionwatch.submission.errors-raised.v1': true,
  'submissionwatch.submission.warnings-raised.v1': true,
  'submissionwatch.submission.issues-cleared.v1': true,
  'submissionwatch.submission.report-added.v1': true,
  'submissionwatch.submission.artifact-available.v1': true,
  'submissionwatch.submission.rollout-changed.v1': true,
  'submissionwatch.submission.discovered.v1': true,
  'submissionwatch.submission.stalled.v1': true,
  'submissionwatch.submission.unreachable.v1': true,
  'submissionwatch.submission.recovered.v1': true,
  'submissionwatch.watcher.degraded.v1': true,
  'submissionwatch.watcher.recovered.v1': true,
  'submissionwatch.watcher.test.v1': true,
};

/** The event as the domain words it: what Teams and Slack say, this page says too. */
export function received(event: WatchEvent): ReceivedEvent {
  return Object.hasOwn(known, event.type) ? { known: true, event } : { known: false, event };
}

/** `state-changed` of `submissionwatch.submission.state-changed.v1`. */
export function shortType(event: WatchEvent): string {
  return event.type.replace(/\.v\d+$/, '').replace(/^.*\./, '');
}
