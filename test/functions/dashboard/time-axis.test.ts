import fc from 'fast-check';
import { ticksOf } from '../../../functions/dashboard/time-axis.ts';

const begin = new Date(2026, 2, 1, 9, 30).getTime();
const hour = 3_600_000;

describe('the axis of a timeline', () => {
  it('names round times', () => {
    const ticks = ticksOf(begin, begin + 5 * hour);
    expect(ticks.map(({ x }) => Math.round(x * 300))).toEqual([30, 90, 150, 210, 270]);
    expect(ticks[0]?.text).toMatch(/10.00/);
  });

  it('names the day at midnight', () => {
    const ticks = ticksOf(begin, begin + 30 * hour);
    expect(ticks.map(({ text }) => text).filter((text) => /Mar/.test(text))).toHaveLength(1);
  });

  it('has few ticks, inside and in order, whatever the span', () => {
    const spans = fc.integer({ min: 1_000, max: 5 * 365 * 24 * hour });
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 400 * 24 * hour }), (span, shift) => {
        const ticks = ticksOf(begin + shift, begin + shift + span);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.every(({ x }) => x > 0 && x < 1)).toBe(true);
        expect([...ticks].sort((a, b) => a.x - b.x)).toEqual(ticks);
      }),
    );
  });
});
