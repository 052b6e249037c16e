import type { EventOf } from '../contract/event.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import { titleOf } from './compose-notification.ts';
import { issueText, linkUrl } from './event-details.ts';
import { subjectOf } from './event-subject.ts';
import { briefOf, wordOf } from './event-words.ts';
import { type Line, moreText, type Notification, severitiesByWeight, severityWord } from './notification.ts';
import { cutText } from './plain-text.ts';
import { type Present, presentOf, type Told } from './told-events.ts';

const longestBrief = 160;

/** One message for a burst: a line for each submission, the worst first. */
export function composeDigest(groups: readonly [Told, ...Told[]]): Notification {
  const entries = groups.map(entryOf);
  const sections = severitiesByWeight.flatMap((severity) => {
    const lines = entries.filter((entry) => entry.severity === severity).map(({ line }) => line);
    return lines.length === 0 ? [] : [{ heading: `${severityWord(severity)} (${lines.length})`, lines, more: 0 }];
  });
  const severity = severitiesByWeight.find((each) => entries.some((entry) => entry.severity === each)) ?? 'info';
  return {
    severity,
    word: 'Digest',
    title: `news of ${groups.length} submissions`,
    subtitle: `${severityWord(severity)} · too many at a time for a message each`,
    facts: [],
    sections,
    links: [],
    at:
      entries
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? '',
    isReplay: groups.flat().some(({ isReplay }) => isReplay),
  };
}

/** What happened; of what is wrong the first in its own words, and how many more there are. */
function entryText({ lead, events }: Present): string {
  const brief = cutText(briefOf(lead), longestBrief);
  if (subjectOf(lead).severity !== 'error' && !isOfIssues(lead)) return brief;
  const told = isOfIssues(lead) ? lead : events.map(({ received }) => received).find(isOfErrors);
  if (told === undefined || !isOfIssues(told)) return brief;
  const { issues, omitted } = told.event.data;
  const [first] = issues;
  if (first === undefined) return brief;
  const more = moreText(issues.length - 1 + (omitted?.['issues'] ?? 0));
  const words = `${cutText(issueText(first), longestBrief)}${more === undefined ? '' : ` (${more})`}`;
  return told === lead ? `${wordOf(lead)}: ${words}` : `${brief}; ${words}`;
}

type OfIssues = EventOf<'submission.errors-raised'> | EventOf<'submission.warnings-raised'>;

function isOfIssues(received: ReceivedEvent): received is { readonly known: true; readonly event: OfIssues } {
  return received.known && /\.(errors|warnings)-raised\./.test(received.event.type);
}

function isOfErrors({ event }: ReceivedEvent): boolean {
  return event.type.includes('.errors-raised.');
}

function entryOf(events: Told) {
  const present = presentOf(events);
  const { lead } = present;
  const newest = (events.at(-1) ?? events[0]).received;
  const subject = subjectOf(newest);
  const more = events.length - 1;
  const others = more === 0 ? '' : more === 1 ? ' (and 1 more event)' : ` (and ${more} more events)`;
  const url = linkUrl(subject.portalUrl);
  const detail = `: ${entryText(present)}${others}`;
  const line: Line = { text: titleOf(subject), ...(url === undefined ? {} : { url }), detail };
  return { severity: subjectOf(lead).severity, line, at: newest.event.time };
}
