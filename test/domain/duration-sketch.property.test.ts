import fc from 'fast-check';
import {
  addSketches,
  type DurationSketch,
  emptySketch,
  quantile,
  sketchOf,
} from '../../shared/domain/duration-sketch.ts';

const durations = fc.array(fc.integer({ min: 0, max: 400 * 24 * 3_600 }), { minLength: 1, maxLength: 200 });
const sketched = (seconds: readonly number[]) => seconds.map(sketchOf).reduce(addSketches, emptySketch);
const exact = (seconds: readonly number[], share: number) =>
  seconds.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * seconds.length)) - 1] ?? Number.NaN;

describe('a sketch of durations', () => {
  it('knows each quantile within 2 %, or half a second', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0, 0.1, 0.5, 0.9, 1), (seconds, share) => {
        const expected = exact(seconds, share);
        const found = quantile(sketched(seconds), share) ?? Number.NaN;
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.max(0.5, expected * 0.02 + 0.5));
      }),
    );
  });

  it('is the same however its parts are put together, and when it was stored between', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const together = sketched([...a, ...b]);
        const stored = JSON.parse(JSON.stringify(sketched(b))) as DurationSketch;
        expect(addSketches(stored, sketched(a))).toEqual(together);
        expect(addSketches(sketched(a), stored)).toEqual(together);
        expect(together.count).toBe(a.length + b.length);
      }),
    );
  });

  it('of nothing has no quantile', () => {
    expect(quantile(emptySketch, 0.5)).toBeUndefined();
  });

  it('stays small, however many durations of up to a year it holds', () => {
    const all = Array.from({ length: 20_000 }, (_, index) => sketchOf((index * 7_919) % (365 * 24 * 3_600)));
    const whole = all.reduce(addSketches, emptySketch);
    expect(JSON.stringify(whole).length).toBeLessThan(6_000);
  });
});
