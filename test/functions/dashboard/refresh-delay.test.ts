import { nextDelay } from '../../../functions/dashboard/refresh-delay.ts';

const minute = 60_000;

describe('the next refresh', () => {
  it('is soon while something happens, and later when nothing does', () => {
    expect(nextDelay(0, 0)).toBe(5_000);
    expect(nextDelay(0, 9 * minute)).toBe(5_000);
    expect(nextDelay(0, 11 * minute)).toBe(20_000);
  });

  it('waits longer with each failure in a row, up to a minute', () => {
    expect([1, 2, 3, 4, 5, 50].map((failures) => nextDelay(failures, 0))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
    ]);
  });
});
