import { detailsOf, linkUrl } from './event-details.ts';
import { type EventSubject, subjectOf, submissionText } from './event-subject.ts';
import { briefOf, wordOf } from './event-words.ts';
import { type Fact, type Line, type Link, type Notification, type Section, severityWord } from './notification.ts';
import { merged, presentOf, type Told, type ToldEvent } from './told-events.ts';

/** Where the history of a submission is shown; `{key}` stands for the submission key. */
export type HistoryUrl = string | undefined;

const mostEarlier = 8;

/** One message for the events of one submission: the present in full, under its weightiest event, and the past in a line each. */
export function composeNotification(events: Told, historyUrl: HistoryUrl): Notification {
  const present = presentOf(events);
  const newest = (events.at(-1) ?? events[0]).received;
  const subject = subjectOf(newest);
  // A submission without a name is called by what it is, in the title already.
  const about = subject.name === undefined ? undefined : submissionText(subject);
  const details = merged(present.events).map(detailsOf);
  const { severity } = subjectOf(present.lead);
  return {
    severity,
    word: wordOf(present.lead),
    title: titleOf(subject),
    subtitle: [severityWord(severity), ...(about === undefined ? [] : [about])].join(' · '),
    facts: [...factsOf(subject, present.events), ...details.flatMap(({ facts }) => facts)],
    sections: [...details.flatMap(({ sections }) => sections), ...earlierSection(present.earlier)],
    links: [...details.flatMap(({ links }) => links).slice(0, 1), ...standingLinks(subject, historyUrl)],
    at: newest.event.time,
    isReplay: events.some(({ isReplay }) => isReplay),
  };
}

/** Headline and links alone: for a channel that refused the full message for its content. */
export function composeMinimal({ received, isReplay }: ToldEvent, historyUrl: HistoryUrl): Notification {
  const subject = subjectOf(received);
  return {
    severity: subject.severity,
    word: wordOf(received),
    title: submissionText(subject) ?? 'Submission Watch',
    subtitle: `${severityWord(subject.severity)} · the channel refused the full message`,
    facts: [],
    sections: [],
    links: standingLinks(subject, historyUrl),
    at: received.event.time,
    isReplay,
  };
}

export function titleOf(subject: EventSubject): string {
  return subject.name ?? submissionText(subject) ?? 'Submission Watch';
}

function factsOf({ productId, flightId, state }: EventSubject, present: readonly ToldEvent[]): Fact[] {
  const product = flightId === undefined ? productId : `${productId} (flight ${flightId})`;
  const isTold = present.some(({ received }) => received.event.type.includes('.state-changed.'));
  return [
    ...(product === undefined ? [] : [{ label: 'Product', text: product }]),
    ...(state === undefined || state === 'unknown' || isTold ? [] : [{ label: 'State', text: state }]),
  ];
}

function earlierSection(earlier: readonly ToldEvent[]): Section[] {
  if (earlier.length === 0) return [];
  const lines = earlier.map(({ received }): Line => {
    const time = received.event.time.replace('T', ' ').slice(0, 16);
    return { text: `${time} UTC ${briefOf(received)}` };
  });
  const shown = lines.slice(-mostEarlier);
  return [{ heading: `Before that (${lines.length})`, lines: shown, more: lines.length - shown.length }];
}

function standingLinks({ portalUrl, key, submissionId }: EventSubject, historyUrl: HistoryUrl): Link[] {
  const portal = linkUrl(portalUrl);
  const path = submissionId === undefined || key === undefined ? undefined : encodeURIComponent(key);
  const history = path === undefined ? undefined : historyUrl?.replaceAll('{key}', path.replaceAll('%3A', ':'));
  return [
    ...(portal === undefined ? [] : [{ text: 'Partner Center', url: portal }]),
    ...(history === undefined ? [] : [{ text: 'History', url: history }]),
  ];
}
