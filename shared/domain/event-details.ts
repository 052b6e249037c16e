import type { EventOf } from '../contract/event.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import { durationText } from './duration-text.ts';
import { moveText, reasonText, rolloutText, stateText } from './event-words.ts';
import type { Fact, Line, Link, Section } from './notification.ts';
import { plainText } from './plain-text.ts';
import { safeUrl } from './scrub.ts';
import type { Issue } from './snapshot.ts';

type Report = EventOf<'submission.report-added'>['data']['reports'][number];

/** What a message says of one event, beyond what it is about. */
interface EventDetails {
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly links: readonly Link[];
}

const mostLines = 8;
const longestCode = 80;
const longestDetails = 400;
/** Slack takes 3,000 characters; what is longer than this is no link that a person could use. */
const longestUrl = 2_000;

const nothing: EventDetails = { facts: [], sections: [], links: [] };

export function detailsOf(received: ReceivedEvent): EventDetails {
  const details = detailsByType(received);
  return { ...details, facts: details.facts.filter(({ text }) => text !== '') };
}

function detailsByType(received: ReceivedEvent): EventDetails {
  if (!received.known) return ofOther(received.event.data);
  const { event } = received;
  switch (event.type) {
    case 'submissionwatch.submission.tracked.v1':
      return ofTracked(event.data);
    case 'submissionwatch.submission.state-changed.v1':
      return ofMove(event.data);
    case 'submissionwatch.submission.errors-raised.v1':
      return withSections(issueSection('Errors', event.data.issues, event.data.omitted?.['issues']));
    case 'submissionwatch.submission.warnings-raised.v1':
      return withSections(issueSection('Warnings', event.data.issues, event.data.omitted?.['issues']));
    case 'submissionwatch.submission.issues-cleared.v1':
      return withSections(issueSection('No longer reported', event.data.issues, event.data.omitted?.['issues']));
    case 'submissionwatch.submission.report-added.v1':
      return ofReports(event.data.reports, event.data.omitted?.['reports']);
    case 'submissionwatch.submission.artifact-available.v1':
      return withFacts({
        label: 'To download',
        text: listText(event.data.artifacts, event.data.omitted?.['artifacts']),
      });
    case 'submissionwatch.submission.rollout-changed.v1':
      return withFacts({ label: 'Rollout', text: moveText(rolloutText(event.data.from), rolloutText(event.data.to)) });
    case 'submissionwatch.submission.discovered.v1':
      return nothing;
    case 'submissionwatch.submission.stalled.v1':
      return withFacts({
        label: 'Without movement',
        text: `${durationText(event.data.sinceSeconds)} (limit ${durationText(event.data.limitSeconds)})`,
      });
    case 'submissionwatch.submission.unreachable.v1':
      return withFacts({ label: 'Reason', text: reasonText(event.data) });
    case 'submissionwatch.submission.recovered.v1':
      return withFacts(
        { label: 'Was', text: reasonText(event.data) },
        { label: 'Out of sight for', text: durationText(event.data.unreachableSeconds) },
      );
    case 'submissionwatch.watcher.degraded.v1':
      return withFacts(messageFact(event.data.message), reasonsFact('Reasons', event.data.reasons));
    case 'submissionwatch.watcher.recovered.v1':
      return withFacts(messageFact(event.data.message), reasonsFact('Was', event.data.reasons), {
        label: 'Lasted',
        text: durationText(event.data.degradedSeconds),
      });
    case 'submissionwatch.watcher.test.v1':
      return withFacts(messageFact(event.data.message));
  }
}

function ofTracked({ snapshot, omitted }: EventOf<'submission.tracked'>['data']): EventDetails {
  const errors = snapshot.issues.filter(({ severity }) => severity === 'error');
  const warnings = snapshot.issues.filter(({ severity }) => severity === 'warning');
  const reports = ofReports(snapshot.reports, omitted?.['reports']);
  const rollout = snapshot.rollout ?? undefined;
  return {
    facts: rollout === undefined ? [] : [{ label: 'Rollout', text: rolloutText(rollout) }],
    sections: [
      ...issueSection('Errors', errors, undefined),
      ...issueSection('Warnings', warnings, omitted?.['issues']),
      ...reports.sections,
    ],
    links: reports.links,
  };
}

function ofMove(data: EventOf<'submission.state-changed'>['data']): EventDetails {
  const gone = data.resolvedIssues.length + (data.omitted?.['resolvedIssues'] ?? 0);
  return withFacts(
    { label: 'State', text: moveText(data.from, data.to) },
    { label: 'Took', text: `${durationText(data.secondsInPreviousState)} in ${stateText(data.from)}` },
    ...(gone === 0 ? [] : [{ label: 'Gone with it', text: gone === 1 ? '1 issue' : `${gone} issues` }]),
  );
}

/** The newest report is a link of the message; a list is added where there is more to say than that. */
function ofReports(reports: readonly Report[], omitted = 0): EventDetails {
  const newestFirst = [...reports].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const lines = newestFirst.map((report): Line => {
    const url = linkUrl(report.url);
    const text = report.date === undefined ? 'Report without a date' : `Report of ${report.date.slice(0, 10)}`;
    return url === undefined ? { text } : { text, url };
  });
  const newest = lines.find(({ url }) => url !== undefined)?.url;
  const isOneLink = lines.length === 1 && newest !== undefined;
  return {
    facts: [],
    sections: isOneLink ? [] : section('Reports', lines, omitted),
    links: newest === undefined ? [] : [{ text: 'Report', url: newest }],
  };
}

/** Of an event that this version does not know: its short texts and numbers, so that a person can guess. */
function ofOther(data: Readonly<Record<string, unknown>>): EventDetails {
  const shown = ['message', 'reason', 'from', 'to', 'status'];
  return withFacts(
    ...shown.flatMap((name) => {
      const value = data[name];
      const text =
        typeof value === 'string' || typeof value === 'number' ? plainText(String(value), longestDetails) : '';
      return text === '' ? [] : [{ label: name.charAt(0).toUpperCase() + name.slice(1), text }];
    }),
  );
}

function issueSection(heading: string, issues: readonly Issue[], omitted: number | undefined): Section[] {
  return section(
    heading,
    issues.map((issue) => ({ text: issueText(issue) })),
    omitted,
  );
}

/** An issue in its own words. */
export function issueText({ code, details }: Issue): string {
  const [name, said] = [plainText(code, longestCode), plainText(details, longestDetails)];
  return [name, said].filter((part) => part !== '').join(': ') || 'Without a word';
}

function section(heading: string, lines: readonly Line[], omitted = 0): Section[] {
  const count = lines.length + omitted;
  if (count === 0) return [];
  const shown = lines.slice(0, mostLines);
  return [{ heading: `${heading} (${count})`, lines: shown, more: count - shown.length }];
}

function listText(items: readonly string[], omitted = 0): string {
  const shown = items.slice(0, mostLines).map((item) => plainText(item, longestCode));
  const more = items.length + omitted - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function messageFact(message: string): Fact {
  return { label: 'What', text: plainText(message, longestDetails) };
}

function reasonsFact(label: string, reasons: readonly string[]): Fact {
  return { label, text: listText(reasons) };
}

export function linkUrl(url: string | undefined): string | undefined {
  const safe = url === undefined || url.length > longestUrl ? undefined : safeUrl(url);
  return safe === undefined || safe.length > longestUrl ? undefined : safe;
}

function withFacts(...facts: readonly Fact[]): EventDetails {
  return { ...nothing, facts };
}

function withSections(sections: readonly Section[]): EventDetails {
  return { ...nothing, sections };
}
