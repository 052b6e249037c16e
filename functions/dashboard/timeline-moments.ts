import { briefOf } from '../../shared/domain/event-words.ts';
import type { WatchEvent } from './answers.ts';
import { received, shortType } from './event-text.ts';
import type { MarkKind, Moment } from './timeline.ts';

/** What is marked. A change of state is a bar of its own, and the first sight is where the line begins. */
const kindsByType: Readonly<Record<string, MarkKind>> = {
  'errors-raised': 'error',
  'warnings-raised': 'warning',
  stalled: 'warning',
  unreachable: 'sight',
  recovered: 'sight',
  'report-added': 'report',
  'artifact-available': 'artifact',
  'rollout-changed': 'rollout',
  'issues-cleared': 'other',
};

/** The history's events that are marked on a timeline. */
export function momentsOf(history: readonly WatchEvent[]): readonly Moment[] {
  return history.flatMap((event) => {
    const kind = kindsByType[shortType(event)];
    return kind === undefined ? [] : [{ at: Date.parse(event.time), kind, text: briefOf(received(event)) }];
  });
}
