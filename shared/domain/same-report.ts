import type { Report } from './snapshot.ts';

/**
 * The reports not seen before. A report has no id on the wire: it is its date as an instant and its URL without query.
 * Dates come with more or fewer fractional digits, so whole seconds are compared; a date or URL that is missing on one
 * side matches any, and so does a report of which only the presence is known. Equal reports are counted, not merged.
 */
export function reportsBeyond(current: readonly Report[], seen: readonly Report[]): Report[] {
  const unmatched = [...seen];
  // Exact matches first, so that a lenient one cannot take the place of an exact one.
  const rest = current.filter((report) => !takeMatch(unmatched, (known) => identity(known) === identity(report)));
  return rest.filter((report) => !takeMatch(unmatched, (known) => alike(known, report)));
}

function takeMatch(reports: Report[], matches: (report: Report) => boolean): boolean {
  const index = reports.findIndex(matches);
  if (index >= 0) reports.splice(index, 1);
  return index >= 0;
}

function alike(a: Report, b: Report): boolean {
  const sameDate = a.date === undefined || b.date === undefined || second(a.date) === second(b.date);
  const sameUrl = a.url === undefined || b.url === undefined || location(a.url) === location(b.url);
  const comparable = (a.date !== undefined && b.date !== undefined) || (a.url !== undefined && b.url !== undefined);
  return sameDate && sameUrl && (comparable || isBare(a) || isBare(b));
}

function isBare(report: Report): boolean {
  return report.date === undefined && report.url === undefined;
}

function identity(report: Report): string {
  return `${report.date === undefined ? '' : second(report.date)}|${report.url === undefined ? '' : location(report.url)}`;
}

function second(date: string): string {
  return date.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

function location(url: string): string {
  return url.replace(/[?#].*$/s, '').toLowerCase();
}
