import { type Event, type EventOf, eventSchema } from '../../shared/contract/event.ts';
import type { Change } from '../../shared/domain/diff.ts';
import { changeEvents, trackedEvent } from '../../shared/domain/events.ts';
import { fitEvent, longestEvent } from '../../shared/domain/fit-event.ts';
import type { Issue, Report } from '../../shared/domain/snapshot.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anError, aWarning } from '../support/an-observation.ts';
import { anOccasion } from '../support/an-occasion.ts';

const warnings = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => aWarning(`${index} ${'x'.repeat(length)}`));
const reports = (count: number): Report[] =>
  Array.from({ length: count }, (_, index) => ({
    date: '2025-05-22T14:03:11.517Z',
    url: `https://partner.microsoft.com/dashboard/products/9NSAMPLE0ADN/certification-reports/r-${index}`,
  }));
const eventOf = (change: Change, name?: string): Event => {
  const snapshot = aSnapshot(name === undefined ? {} : { name });
  const [event] = changeEvents([change], anOccasion({ snapshot }));
  if (event === undefined) throw new Error('no event');
  return event;
};
const raised = (issues: readonly Issue[]) =>
  eventOf({ type: 'warnings-raised', issues }) as EventOf<'submission.warnings-raised'>;
const lengthOf = (event: Event) => JSON.stringify(event).length;

/** Fitted and still what the contract says; the last unit of room counts. */
function fitted<E extends Event>(event: E): E {
  const result = fitEvent(event);
  expect(lengthOf(result)).toBeLessThanOrEqual(longestEvent);
  expect(eventSchema.parse(result)).toEqual(result);
  return result as E;
}

describe('an event that fits', () => {
  it('comes back as it is', () => {
    const event = raised(warnings(10, 2_000));
    expect(lengthOf(event)).toBeLessThan(longestEvent);
    expect(fitEvent(event)).toBe(event);
  });

  it('comes back as it is at exactly the limit, and is cut one character beyond', () => {
    const missing = longestEvent - lengthOf(raised([aWarning('')]));
    expect(fitEvent(raised([aWarning('x'.repeat(missing))])).data.omitted).toBeUndefined();
    expect(fitted(raised([aWarning('x'.repeat(missing + 1))])).data.omitted).toBeDefined();
  });
});

describe('an event that is too long', () => {
  it('keeps the head of 5,000 warnings of 2 KB and counts the rest', () => {
    const all = warnings(5_000, 2_048);
    const { data } = fitted(raised(all));
    expect(data.issues.length).toBeGreaterThan(20);
    expect(data.omitted?.['issues']).toBe(5_000 - data.issues.length);
    for (const [index, issue] of data.issues.entries()) {
      expect(all[index]?.details.startsWith(issue.details)).toBe(true);
    }
  });

  it('counts the characters of the texts that it kept in part, and only of those', () => {
    const all = warnings(5_000, 2_048);
    const { data } = fitted(raised(all));
    const whole = all.slice(0, data.issues.length).reduce((sum, issue) => sum + issue.details.length, 0);
    const kept = data.issues.reduce((sum, issue) => sum + issue.details.length, 0);
    expect(data.omitted?.['characters']).toBe(whole - kept);
  });

  it('cuts a text of 60 KB, and keeps its issue', () => {
    const details = 'Certification failed. '.repeat(3_000);
    const { data } = fitted(raised([aWarning(details)]));
    const [issue] = data.issues;
    expect(data.issues).toHaveLength(1);
    expect(details.startsWith(issue?.details ?? '-')).toBe(true);
    expect(issue?.details.length).toBeGreaterThan(900);
    expect(data.omitted).toEqual({ characters: details.length - (issue?.details.length ?? 0) });
  });

  it('keeps the head of 300 reports', () => {
    const { data } = fitted(
      eventOf({ type: 'report-added', reports: reports(300) }) as EventOf<'submission.report-added'>,
    );
    expect(data.reports).toEqual(reports(data.reports.length));
    expect(data.omitted).toEqual({ reports: 300 - data.reports.length });
  });

  it('keeps all of a short list beside a long one', () => {
    const snapshot = aSnapshot({ issues: warnings(5_000, 500), reports: reports(3), artifacts: ['signedPackage'] });
    const event = fitted(trackedEvent(anOccasion({ snapshot }), snapshot) as EventOf<'submission.tracked'>);
    expect(event.data.snapshot.reports).toEqual(reports(3));
    expect(event.data.snapshot.artifacts).toEqual(['signedPackage']);
    expect(event.data.omitted).toEqual({ issues: 5_000 - event.data.snapshot.issues.length });
  });

  it('keeps everything else of the event', () => {
    const event = raised(warnings(5_000, 100));
    const { data, ...envelope } = fitted(event);
    const { data: wholeData, ...wholeEnvelope } = event;
    expect(envelope).toEqual(wholeEnvelope);
    expect({ ...data, issues: [], omitted: undefined }).toEqual({ ...wholeData, issues: [] });
  });

  it('fits once and for all', () => {
    const once = fitted(raised(warnings(5_000, 2_048)));
    expect(fitEvent(once)).toBe(once);
  });

  it.each([
    ['control characters, which JSON writes as six', '\u0000\u001b\u0007'],
    ['lone surrogates, which JSON writes as six', '\ud800'],
    ['surrogate pairs', '🙂'],
    ['joined emoji', '👩‍👩‍👧‍👦'],
    ['text from right to left', '\u202eשלום عليكم'],
    ['quotes and backslashes', '"\\'],
  ])('is cut by what it takes on the wire: %s', (_what, piece) => {
    const long = piece.repeat(20_000);
    const from = { percentage: 1, status: long };
    expect(fitted(raised(Array.from({ length: 50 }, () => aWarning(long)))).data.issues.length).toBeGreaterThan(20);
    fitted(eventOf({ type: 'rollout-changed', from, to: { percentage: 2, status: long } }, long));
    const stateChanged = {
      type: 'state-changed' as const,
      from: long,
      to: long,
      fromOutcome: 'inProgress' as const,
      toOutcome: 'inProgress' as const,
      direction: 'unknown' as const,
      resolvedIssues: [anError(long, long)],
    };
    const snapshot = aSnapshot({ name: long, state: long });
    const [moved] = changeEvents([stateChanged], anOccasion({ snapshot }));
    if (moved === undefined) throw new Error('no event');
    fitted(moved);
  });

  it('never splits a surrogate pair, wherever the cut falls', () => {
    for (const start of ['', 'a', 'ab', 'abc']) {
      const { data } = fitted(raised([aWarning(`${start}${'🙂'.repeat(20_000)}`)]));
      const details = data.issues[0]?.details ?? '\ud800';
      expect(details.isWellFormed()).toBe(true);
      expect(details).toMatch(/🙂$/u);
    }
  });
});
