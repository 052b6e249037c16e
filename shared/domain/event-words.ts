import type { EventOf } from '../contract/event.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import { durationText } from './duration-text.ts';
import { plainText } from './plain-text.ts';
import type { Outcome } from './snapshot.ts';

const longestState = 80;

/** What happened, in a word or three. */
export function wordOf(received: ReceivedEvent): string {
  if (!received.known) return wordOfType(received.event.type);
  const { event } = received;
  switch (event.type) {
    case 'submissionwatch.submission.tracked.v1':
      return 'Now watched';
    case 'submissionwatch.submission.state-changed.v1':
      return wordOfMove(event.data);
    case 'submissionwatch.submission.errors-raised.v1':
      return 'Errors';
    case 'submissionwatch.submission.warnings-raised.v1':
      return 'Warnings';
    case 'submissionwatch.submission.issues-cleared.v1':
      return 'Issues cleared';
    case 'submissionwatch.submission.report-added.v1':
      return 'New report';
    case 'submissionwatch.submission.artifact-available.v1':
      return 'Ready to download';
    case 'submissionwatch.submission.rollout-changed.v1':
      return 'Rollout';
    case 'submissionwatch.submission.discovered.v1':
      return 'New submission';
    case 'submissionwatch.submission.stalled.v1':
      return 'No movement';
    case 'submissionwatch.submission.unreachable.v1':
      return 'Out of sight';
    case 'submissionwatch.submission.recovered.v1':
      return 'In sight again';
    case 'submissionwatch.watcher.degraded.v1':
      return 'Degraded';
    case 'submissionwatch.watcher.recovered.v1':
      return 'Healthy again';
    case 'submissionwatch.watcher.test.v1':
      return 'Test';
  }
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  draft: 'Draft again',
  inProgress: 'Moved on',
  waiting: 'Waiting for you',
  succeeded: 'Finished',
  failed: 'Failed',
  canceled: 'Canceled',
  unknown: 'Changed',
};

function wordOfMove({ toOutcome, direction }: EventOf<'submission.state-changed'>['data']): string {
  return toOutcome === 'inProgress' && direction === 'backward' ? 'Went back' : outcomeWords[toOutcome];
}

/** `submissionwatch.submission.budget-spent.v2` → `Budget spent`. */
function wordOfType(type: string): string {
  const words = plainText(type, longestState)
    .replace(/\.v\d+$/, '')
    .replace(/^.*\./, '')
    .replaceAll('-', ' ');
  return words === '' ? 'Event' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What happened with its main figure, for one line of many: `Failed: Certification → CertificationFailed`. */
export function briefOf(received: ReceivedEvent): string {
  const detail = received.known ? detailOf(received.event) : undefined;
  return detail === undefined ? wordOf(received) : `${wordOf(received)}: ${detail}`;
}

function detailOf(event: Extract<ReceivedEvent, { known: true }>['event']): string | undefined {
  switch (event.type) {
    case 'submissionwatch.submission.state-changed.v1':
      return moveText(event.data.from, event.data.to);
    case 'submissionwatch.submission.errors-raised.v1':
    case 'submissionwatch.submission.warnings-raised.v1':
    case 'submissionwatch.submission.issues-cleared.v1':
      return String(event.data.issues.length + (event.data.omitted?.['issues'] ?? 0));
    case 'submissionwatch.submission.artifact-available.v1':
      return plainText(event.data.artifacts.join(', '), longestState);
    case 'submissionwatch.submission.rollout-changed.v1':
      return moveText(rolloutText(event.data.from), rolloutText(event.data.to));
    case 'submissionwatch.submission.stalled.v1':
      return `${durationText(event.data.sinceSeconds)} in ${stateText(event.data.state)}`;
    case 'submissionwatch.submission.unreachable.v1':
      return reasonText(event.data);
    case 'submissionwatch.submission.tracked.v1':
      return stateText(event.data.state);
    case 'submissionwatch.submission.report-added.v1':
    case 'submissionwatch.submission.discovered.v1':
    case 'submissionwatch.submission.recovered.v1':
    case 'submissionwatch.watcher.degraded.v1':
    case 'submissionwatch.watcher.recovered.v1':
    case 'submissionwatch.watcher.test.v1':
      return undefined;
  }
}

export function stateText(state: string): string {
  return plainText(state, longestState);
}

export function moveText(from: string, to: string): string {
  return `${stateText(from)} → ${stateText(to)}`;
}

export function rolloutText(rollout: EventOf<'submission.rollout-changed'>['data']['to']): string {
  return rollout === null ? 'no gradual rollout' : `${rollout.percentage} % (${stateText(rollout.status)})`;
}

export function reasonText({ reason, status }: { reason: string; status?: number | undefined }): string {
  const said = plainText(reason, longestState).replaceAll('-', ' ');
  return status === undefined ? said : `${said} (HTTP ${status})`;
}
