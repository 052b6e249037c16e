import type { KnownEvent } from '../../shared/contract/received-event.ts';
import { briefOf } from '../../shared/domain/event-words.ts';
import type { WatchEvent } from './answers.ts';
import { received } from './event-text.ts';
import type { MarkKind, Moment } from './timeline.ts';

/**
 * How each is marked. A change of state is a bar of its own, the first sight is where the line begins, and the watcher's own events
 * are in no history.
 */
const marks: Readonly<Record<KnownEvent['type'], MarkKind | undefined>> = {
  'submissionwatch.submission.tracked.v1': undefined,
  'submissionwatch.submission.state-changed.v1': undefined,
  'submissionwatch.submission.errors-raised.v1': 'error',
  'submissionwatch.submission.warnings-raised.v1': 'warning',
  'submissionwatch.submission.issues-cleared.v1': 'other',
  'submissionwatch.submission.report-added.v1': 'report',
  'submissionwatch.submission.artifact-available.v1': 'artifact',
  'submissionwatch.submission.rollout-changed.v1': 'rollout',
  'submissionwatch.submission.discovered.v1': undefined,
  'submissionwatch.submission.stalled.v1': 'warning',
  'submissionwatch.submission.unreachable.v1': 'sight',
  'submissionwatch.submission.recovered.v1': 'sight',
  'submissionwatch.watcher.degraded.v1': undefined,
  'submissionwatch.watcher.recovered.v1': undefined,
  'submissionwatch.watcher.test.v1': undefined,
};

/** The history's events that are marked on a timeline. */
export function momentsOf(history: readonly WatchEvent[]): readonly Moment[] {
  return history.flatMap((event) => {
    const kind = Object.hasOwn(marks, event.type) ? marks[event.type] : undefined;
    return kind === undefined ? [] : [{ at: Date.parse(event.time), kind, text: briefOf(received(event)) }];
  });
}
