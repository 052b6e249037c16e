import type { Event } from '../../shared/contract/event.ts';

/** Columns of the history as a table for people: what happened, and what it says, in words. */
const columns: readonly (readonly [name: string, of: (event: Event) => string])[] = [
  ['time', ({ time }) => time],
  ['type', ({ type }) => type.replace(/^submissionwatch\.submission\.|\.v1$/g, '')],
  ['severity', ({ data }) => data.severity],
  ['name', ({ data }) => data.name ?? ''],
  ['state', ({ data }) => data.state],
  ['outcome', ({ data }) => data.outcome],
  ['from', ({ data }) => ('from' in data && typeof data.from === 'string' ? data.from : '')],
  [
    'secondsInPreviousState',
    ({ data }) => ('secondsInPreviousState' in data ? String(data.secondsInPreviousState) : ''),
  ],
  ['details', detailsOf],
  ['key', ({ data }) => data.key],
  ['sequence', ({ sequence }) => String(Number(sequence))],
  ['id', ({ id }) => id],
];

/** RFC 4180, with a header line. */
export function eventCsv(events: readonly Event[]): string {
  const lines = [columns.map(([name]) => name), ...events.map((event) => columns.map(([, of]) => of(event)))];
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/**
 * A cell that a spreadsheet shows and does not run: what it would take for a formula, also behind blanks and in letters of
 * another width, is led by an apostrophe, as OWASP advises.
 */
function cell(text: string): string {
  const harmless = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function detailsOf({ data }: Event): string {
  const snapshot = 'snapshot' in data ? data.snapshot : {};
  const { issues, reports, artifacts } = { issues: [], reports: [], artifacts: [], ...snapshot, ...data };
  return [
    ...issues.map(({ severity, code, details }) => `${severity} ${code}: ${details}`),
    ...reports.map(({ date = '', url = '' }) => `report ${date} ${url}`.trim()),
    ...artifacts,
    ...('reason' in data ? [data.reason] : []),
  ].join('\n');
}
