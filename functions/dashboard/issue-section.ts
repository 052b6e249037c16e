import { linkUrl } from '../../shared/domain/event-details.ts';
import { plainText } from '../../shared/domain/plain-text.ts';
import type { Issue, Report } from '../../shared/domain/snapshot.ts';
import { html } from './element.ts';
import { outwardLink } from './event-entry.ts';
import { emptyNote } from './notices.ts';
import { dayText } from './time-text.ts';

const longestCode = 120;
const longestDetails = 4_000;

/** The issues of the present state, errors first, in full. */
export function issueSection(issues: readonly Issue[]): HTMLElement {
  const errorsFirst = [...issues].sort((a, b) => a.severity.localeCompare(b.severity));
  return html(
    'section',
    { 'aria-labelledby': 'issues' },
    html('h2', { id: 'issues' }, issues.length === 0 ? 'Issues' : `Issues (${issues.length})`),
    issues.length === 0
      ? emptyNote('Partner Center reports none.')
      : html('ul', { class: 'issues' }, ...errorsFirst.map(issueItem)),
  );
}

function issueItem({ severity, code, details }: Issue): HTMLElement {
  const said = plainText(details, longestDetails);
  return html(
    'li',
    { class: severity === 'error' ? 'bad' : 'warn' },
    html('p', {}, html('strong', {}, severity === 'error' ? 'Error' : 'Warning'), ' ', plainText(code, longestCode)),
    said === '' ? undefined : html('p', {}, said),
  );
}

/** Certification reports, newest first, and what can be downloaded in Partner Center. */
export function reportSection(reports: readonly Report[], artifacts: readonly string[], now: Date): HTMLElement {
  const newestFirst = [...reports].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  const isEmpty = reports.length + artifacts.length === 0;
  return html(
    'section',
    { 'aria-labelledby': 'reports' },
    html('h2', { id: 'reports' }, 'Reports and downloads'),
    isEmpty ? emptyNote('There are none yet.') : undefined,
    isEmpty
      ? undefined
      : html(
          'ul',
          { class: 'lines' },
          ...newestFirst.map((report) => html('li', {}, reportItem(report, now))),
          ...artifacts.map((artifact) => html('li', {}, `To download: ${plainText(artifact, longestCode)}`)),
        ),
  );
}

function reportItem({ date, url }: Report, now: Date): HTMLElement | string {
  const text = date === undefined ? 'Certification report' : `Certification report of ${dayText(date, now)}`;
  const safe = linkUrl(url);
  return safe === undefined ? text : outwardLink(text, safe);
}
