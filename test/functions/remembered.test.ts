import { remembered } from '../../functions/remembered.ts';
import { createFixedClock } from '../support/fixed-clock.ts';

describe('a value that is remembered', () => {
  it('is loaded once for its time, and anew after it', async () => {
    const clock = createFixedClock();
    let loads = 0;
    const load = async () => {
      loads += 1;
      return loads;
    };
    const value = remembered(load, 300, clock.now);

    expect(await Promise.all([value(), value()])).toEqual([1, 1]);
    clock.advance(299.999);
    expect(await value()).toBe(1);
    clock.advance(0.001);
    expect(await value()).toBe(2);
  });

  it('that could not be loaded is tried again', async () => {
    const clock = createFixedClock();
    const loads: (() => Promise<string>)[] = [() => Promise.reject(new Error('away')), async () => 'there'];
    const value = remembered(() => loads.shift()?.() ?? Promise.reject(new Error('once too often')), 300, clock.now);

    await expect(value()).rejects.toThrow('away');
    expect(await value()).toBe('there');
    expect(await value()).toBe('there');
  });
});
