import { titleOf } from './compose-notification.ts';
import { linkUrl } from './event-details.ts';
import { subjectOf } from './event-subject.ts';
import { briefOf } from './event-words.ts';
import { type Line, type Notification, severitiesByWeight, severityWord } from './notification.ts';
import { cutText } from './plain-text.ts';
import { presentOf, type Told } from './told-events.ts';

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
    title: `${groups.length} submissions moved`,
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

function entryOf(events: Told) {
  const { lead } = presentOf(events);
  const newest = (events.at(-1) ?? events[0]).received;
  const subject = subjectOf(newest);
  const more = events.length - 1;
  const others = more === 0 ? '' : more === 1 ? ' (and 1 more event)' : ` (and ${more} more events)`;
  const url = linkUrl(subject.portalUrl);
  const text = `${titleOf(subject)}: ${cutText(briefOf(lead), longestBrief)}${others}`;
  const line: Line = url === undefined ? { text } : { text, url };
  return { severity: subjectOf(lead).severity, line, at: newest.event.time };
}
