import { type EventName, eventNames } from '../../shared/contract/event.ts';

/** Types of events as the API takes them: `state-changed` for `submissionwatch.submission.state-changed.v1`. */
const prefix = 'submission.';
export const eventTypes = eventNames.map((name) => name.slice(prefix.length));

export function typesIn(short: readonly string[]): EventName[] {
  return eventNames.filter((name) => short.includes(name.slice(prefix.length)));
}
