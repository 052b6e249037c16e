import { DeliveryError } from '../../shared/errors.ts';
import type { Slice, SliceQueue } from '../../shared/ports/slice-queue.ts';
import type { FixedClock } from '../support/fixed-clock.ts';

interface SliceQueueUnderTest {
  readonly queue: SliceQueue;
  /** Of queue and broker. */
  readonly clock: FixedClock;
  /** Exactly so many slices, once each, that are to be seen now; in the order they are seen. */
  received(count: number): Promise<readonly Slice[]>;
  /** From here on no broker answers. */
  takeAway(): Promise<void>;
}

/** What every SliceQueue does. @param open with an empty queue for each test. */
export function sliceQueueContract(open: () => Promise<SliceQueueUnderTest>): void {
  describe('slice queue', () => {
    it('hands slices over whole', async () => {
      const { queue, clock, received } = await open();
      const slices = slicesFrom(clock, 2);

      await queue.send(slices);

      expect(inOrder(await received(2))).toEqual(slices);
    });

    it('takes an empty list', async () => {
      const { queue, received } = await open();

      await queue.send([]);

      expect(await received(0)).toEqual([]);
    });

    it('shows a slice at its start and not before', async () => {
      const { queue, clock, received } = await open();
      const slices = slicesFrom(clock, 2, { stepSeconds: 20 });
      await queue.send(slices);

      expect(await received(1)).toEqual(slices.slice(0, 1));
      clock.advance(19);
      expect(await received(0)).toEqual([]);
      clock.advance(1);
      expect(await received(1)).toEqual(slices.slice(1));
    });

    it('shows a slice no more once it is over, whether it was ever seen or not', async () => {
      const { queue, clock, received } = await open();
      await queue.send(slicesFrom(clock, 2, { stepSeconds: 40, endSeconds: 50 }));

      clock.advance(40);
      clock.advance(10);

      expect(await received(0)).toEqual([]);
    });

    it('shows a slice that is sent twice once', async () => {
      const { queue, clock, received } = await open();
      const slices = slicesFrom(clock, 3);
      await queue.send(slices);
      expect(await received(3)).toHaveLength(3);

      await queue.send(slices);

      expect(await received(0)).toEqual([]);
    });

    it('takes more at once than a message, or a batch of them, can hold', async () => {
      const { queue, clock, received } = await open();
      const many = slicesFrom(clock, 30, { keys: 400 });
      expect(JSON.stringify(many).length).toBeGreaterThan(2 * 256 * 1024);

      await queue.send(many);

      expect(inOrder(await received(30))).toEqual(inOrder(many));
    });

    it('throws a retryable DeliveryError while there is no broker', async () => {
      const { queue, clock, takeAway } = await open();
      await takeAway();

      const refusal = await queue.send(slicesFrom(clock, 1)).catch((error: unknown) => error);

      expect(refusal).toBeInstanceOf(DeliveryError);
      expect(refusal).toMatchObject({ retryable: true });
      expect(String(refusal)).not.toContain('SharedAccessKey');
    });
  });
}

function slicesFrom(clock: FixedClock, count: number, { stepSeconds = 0, endSeconds = 50, keys = 3 } = {}): Slice[] {
  const now = clock.now().getTime();
  const product = 'flight:9NBLGGH4R315:7d5e0f2c-3a41-4c8e-9b1f-2f6a8e0c5d11';
  return Array.from({ length: count }, (_, index) => ({
    id: `${clock.now().toISOString()}/${String(index + 1).padStart(3, '0')}`,
    submissions: Array.from({ length: keys }, (_key, number) => `${product}:${1_000_000 * (index + 1) + number}`),
    products: [product],
    startAt: new Date(now + index * stepSeconds * 1000).toISOString(),
    endAt: new Date(now + endSeconds * 1000).toISOString(),
  }));
}

function inOrder(slices: readonly Slice[]): Slice[] {
  return slices.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
