import { joined } from '../../functions/joined.ts';
import { createFixedClock } from '../support/fixed-clock.ts';

/** Work that ends when it is told to. */
function heldWork() {
  const begun: { end(result: string): void; fail(error: Error): void }[] = [];
  const work = () =>
    new Promise<string>((resolve, reject) => {
      begun.push({ end: resolve, fail: reject });
    });
  return { begun, work };
}

describe('work that is joined', () => {
  it('is done once for all who ask while it is under way, and anew for who asks later', async () => {
    const { begun, work } = heldWork();
    const ask = joined(work, createFixedClock().now);

    const [first, second] = [ask(), ask()];
    expect(begun).toHaveLength(1);
    begun[0]?.end('one');
    expect(await Promise.all([first, second])).toEqual(['one', 'one']);

    const third = ask();
    expect(begun).toHaveLength(2);
    begun[1]?.end('two');
    expect(await third).toBe('two');
  });

  it('that failed is tried again by who asks next', async () => {
    const { begun, work } = heldWork();
    const ask = joined(work, createFixedClock().now);

    const failed = ask();
    begun[0]?.fail(new Error('away'));
    await expect(failed).rejects.toThrow('away');
    const next = ask();
    begun[1]?.end('well');
    expect(await next).toBe('well');
  });

  it('that hangs keeps nobody who comes ten seconds later, and its late end ends nothing else', async () => {
    const { begun, work } = heldWork();
    const clock = createFixedClock();
    const ask = joined(work, clock.now);

    const hung = ask();
    clock.advance(9.999);
    void ask();
    expect(begun).toHaveLength(1);
    clock.advance(0.001);
    const next = ask();
    expect(begun).toHaveLength(2);
    begun[0]?.end('late');
    expect(await hung).toBe('late');

    expect(ask()).toBe(next);
    begun[1]?.end('well');
    expect(await next).toBe('well');
  });
});
