import { layOut, type Moment } from '../../../functions/dashboard/timeline.ts';
import type { Stay } from '../../../shared/domain/stay.ts';

const begin = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const at = (hours: number) => new Date(begin + hours * hour).toISOString();
const moment = (hours: number, kind: Moment['kind']): Moment => ({ at: begin + hours * hour, kind, text: kind });

const stay = (state: string, outcome: Stay['outcome'], from: number, to?: number): Stay => ({
  state,
  outcome,
  since: at(from),
  ...(to === undefined ? {} : { until: at(to) }),
});

const inFlight = [stay('CommitStarted', 'inProgress', 0, 2), stay('Certification', 'inProgress', 2)];
const failed = [
  ...inFlight.slice(0, 1),
  stay('Certification', 'inProgress', 2, 8),
  stay('CertificationFailed', 'failed', 8),
];

describe('a timeline', () => {
  it('is not there before anything is known', () => {
    expect(layOut([], [moment(1, 'error')], begin)).toBeUndefined();
  });

  it('is to scale of time, up to now, while the submission moves', () => {
    const timeline = layOut(inFlight, [], begin + 8 * hour);
    expect(timeline).toMatchObject({ startsAt: begin, endsAt: begin + 8 * hour, nowX: 1 });
    expect(timeline?.bars).toMatchObject([
      { state: 'CommitStarted', x: 0, width: 0.25, seconds: 7_200, isOpen: false },
      { state: 'Certification', x: 0.25, width: 0.75, seconds: 21_600, isOpen: true },
    ]);
  });

  it('goes on to the end that can be expected', () => {
    const timeline = layOut(inFlight, [], begin + 8 * hour, 8 * 3_600);
    expect(timeline).toMatchObject({ endsAt: begin + 16 * hour, nowX: 0.5 });
    expect(timeline?.bars.at(-1)).toMatchObject({ x: 0.125, width: 0.375 });
  });

  it('ends where a settled submission came to its end, however long ago that is', () => {
    const timeline = layOut(failed, [], begin + 5_000 * hour);
    expect(timeline).toMatchObject({ endsAt: begin + 8 * hour });
    expect(timeline?.nowX).toBeUndefined();
    expect(timeline?.bars.at(-1)).toMatchObject({ state: 'CertificationFailed', x: 1, width: 0, isOpen: true });
  });

  it('goes on to a report that came after the end', () => {
    const timeline = layOut(failed, [moment(16, 'report')], begin + 5_000 * hour);
    expect(timeline).toMatchObject({ endsAt: begin + 16 * hour, marks: [{ x: 1, kind: 'report' }] });
    expect(timeline?.bars.at(-1)).toMatchObject({ x: 0.5, width: 0 });
  });

  it('begins with what was announced before the first state, such as a discovery', () => {
    expect(layOut(inFlight, [moment(-2, 'other')], begin + 8 * hour)?.startsAt).toBe(begin - 2 * hour);
  });

  it('puts marks together that would cover one another, and shows the most pressing', () => {
    const moments = [moment(4.1, 'warning'), moment(4, 'report'), moment(4.2, 'error'), moment(6, 'artifact')];
    const marks = layOut(inFlight, moments, begin + 8 * hour)?.marks;
    expect(marks?.map(({ kind, moments: all }) => [kind, all.map((each) => each.kind)])).toEqual([
      ['error', ['report', 'warning', 'error']],
      ['artifact', ['artifact']],
    ]);
    expect(marks?.[0]?.x).toBeCloseTo(4.1 / 8);
  });

  it('takes everything that happened within a second, and a clock that is behind', () => {
    const now = [stay('Published', 'succeeded', 0)];
    expect(layOut(now, [moment(0, 'report')], begin - hour)).toMatchObject({
      endsAt: begin + 1_000,
      bars: [{ x: 0, width: 0, seconds: 0 }],
      marks: [{ x: 0 }],
    });
    expect(layOut(inFlight, [], begin)?.bars.every(({ width }) => width >= 0)).toBe(true);
  });
});
