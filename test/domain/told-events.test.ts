import type { ReceivedEvent } from '../../shared/contract/received-event.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import { merged, presentOf, type Told } from '../../shared/domain/told-events.ts';
import { exampleWith } from '../support/example-events.ts';

/** Events of one submission; the pass says which came together. */
function told(
  ...steps: readonly (readonly [pass: number, name: string, data?: Readonly<Record<string, unknown>>])[]
): Told {
  const [first, ...others] = steps.map(([pass, name, data = {}], index) => {
    const time = new Date(Date.parse('2026-03-02T08:00:00.000Z') + pass * 60_000).toISOString();
    const envelope = { id: `s/${index}`, subject: 's', sequence: String(index).padStart(10, '0'), time };
    return { received: exampleWith(`submission.${name}`, data, envelope), isReplay: false };
  });
  if (first === undefined) throw new Error('No events');
  return [first, ...others];
}

const namesOf = (events: readonly { received: ReceivedEvent }[]) =>
  events.map(({ received }) => received.event.type.split('.')[2]);
const leadOf = (events: Told) => presentOf(events).lead.event.type.split('.')[2];
const failed = { toOutcome: 'failed', severity: 'error' };
const finished = { toOutcome: 'succeeded', severity: 'success' };

describe('the present', () => {
  it('is all there is where nothing turned', () => {
    const events = told([1, 'warnings-raised'], [2, 'report-added'], [3, 'errors-raised']);
    expect(namesOf(presentOf(events).events)).toEqual(['warnings-raised', 'report-added', 'errors-raised']);
    expect(leadOf(events)).toBe('errors-raised');
  });

  it('begins with the pass that brought the last change of state, so that a failure does not hide behind a later report', () => {
    const events = told([1, 'state-changed'], [2, 'errors-raised'], [2, 'state-changed', failed], [3, 'report-added']);
    const { events: present, earlier } = presentOf(events);
    expect(namesOf(earlier)).toEqual(['state-changed']);
    expect(namesOf(present)).toEqual(['errors-raised', 'state-changed', 'report-added']);
    expect(leadOf(events)).toBe('state-changed');
  });

  it('leaves behind what is over', () => {
    expect(leadOf(told([1, 'unreachable'], [2, 'recovered']))).toBe('recovered');
    expect(leadOf(told([1, 'errors-raised'], [1, 'state-changed', failed], [2, 'state-changed', finished]))).toBe(
      'state-changed',
    );
    expect(
      composeNotification(told([1, 'state-changed', failed], [2, 'state-changed', finished]), undefined).word,
    ).toBe('Finished');
  });

  it('is headed by its weightiest event, and of equals by the one that says most', () => {
    expect(leadOf(told([1, 'report-added'], [1, 'warnings-raised'], [1, 'artifact-available']))).toBe(
      'warnings-raised',
    );
    expect(leadOf(told([1, 'errors-raised'], [1, 'state-changed', failed]))).toBe('state-changed');
  });
});

describe('events that list things', () => {
  it('are one of their type, with all of them and what they left out', () => {
    const issue = (code: string) => ({ severity: 'error', code, details: '' });
    const events = told(
      [1, 'errors-raised', { issues: [issue('A')], omitted: { issues: 3 } }],
      [2, 'report-added'],
      [3, 'errors-raised', { issues: [issue('B'), issue('C')], omitted: { issues: 4, characters: 9 } }],
    );
    const [errors, reports] = merged(events);
    expect(reports?.event.type).toContain('report-added');
    expect(errors?.event.data).toMatchObject({
      issues: [{ code: 'A' }, { code: 'B' }, { code: 'C' }],
      omitted: { issues: 7, characters: 9 },
    });
    const [section] = composeNotification(events, undefined).sections;
    expect(section).toMatchObject({ heading: 'Errors (10)', more: 7 });
    expect(section?.lines).toHaveLength(3);
  });

  it('keeps every report, the newest as the link', () => {
    const report = (id: number) => ({
      date: `2026-03-0${id}T00:00:00.000Z`,
      url: `https://partner.microsoft.com/r/${id}`,
    });
    const notification = composeNotification(
      told([1, 'report-added', { reports: [report(1)] }], [2, 'report-added', { reports: [report(2)] }]),
      undefined,
    );
    expect(notification.links[0]).toEqual({ text: 'Report', url: 'https://partner.microsoft.com/r/2' });
    expect(notification.sections[0]?.lines).toEqual([
      { text: 'Report of 2026-03-02', url: 'https://partner.microsoft.com/r/2' },
      { text: 'Report of 2026-03-01', url: 'https://partner.microsoft.com/r/1' },
    ]);
  });

  it('and others stay as they are, each for itself', () => {
    expect(merged(told([1, 'stalled'], [2, 'stalled'], [3, 'rollout-changed']))).toHaveLength(3);
  });
});
