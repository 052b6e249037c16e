import type { PassLog, PassRecord } from '../../shared/ports/pass-log.ts';
import { aPassSummary } from '../support/a-pass-summary.ts';

const counts = { due: 7, read: 5, changed: 2, events: 3, published: 3, failed: 1, left: 1, requests: 6, slices: 4 };
const summary = aPassSummary({ ...counts, oldestDueSeconds: 90 });
const pass: PassRecord = { startedAt: '2026-03-02T08:00:00.000Z', endedAt: '2026-03-02T08:00:04.250Z', summary };

/** What every PassLog does. @param open an empty one for each test. */
export function passLogContract(open: () => Promise<PassLog>): void {
  describe('pass log', () => {
    it('has nothing before the first pass', async () => {
      const log = await open();

      expect(await log.last()).toBeUndefined();
    });

    it('gives back the last pass', async () => {
      const log = await open();
      await log.record({ ...pass, startedAt: '2026-03-02T07:59:00.000Z' });
      await log.record(pass);

      expect(await log.last()).toEqual(pass);
    });

    it('gives the last ones newest first, and keeps no more than two hundred', async () => {
      const log = await open();
      expect(await log.recent(10)).toEqual([]);
      const passes = Array.from({ length: 203 }, (_, index) => ({
        ...pass,
        endedAt: new Date(Date.parse(pass.endedAt) + index * 1000).toISOString(),
      }));
      for (const one of passes) await log.record(one);

      expect(await log.recent(3)).toEqual(passes.slice(-3).toReversed());
      expect(await log.recent(1_000)).toEqual(passes.slice(-200).toReversed());
      expect(await log.last()).toEqual(passes.at(-1));
    });

    it('keeps each of many passes that end together', async () => {
      const log = await open();
      const passes = Array.from({ length: 5 }, (_, index) => ({
        ...pass,
        startedAt: `2026-03-02T08:00:0${index}.000Z`,
      }));

      await Promise.all(passes.map((one) => log.record(one)));

      const kept = await log.recent(10);
      expect(kept.map(({ startedAt }) => startedAt).sort()).toEqual(passes.map(({ startedAt }) => startedAt));
    });

    it('shows a pass that threw as one without a summary, whatever was before', async () => {
      const log = await open();
      const { summary: _, ...threw } = pass;
      await log.record(pass);
      await log.record(threw);

      expect(await log.last()).toEqual(threw);
    });
  });
}
