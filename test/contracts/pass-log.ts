import type { PassLog, PassRecord } from '../../shared/ports.ts';

const summary = { due: 7, read: 5, changed: 2, events: 3, published: 3, failed: 1, left: 1 };
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

    it('shows a pass that threw as one without a summary, whatever was before', async () => {
      const log = await open();
      const { summary: _, ...threw } = pass;
      await log.record(pass);
      await log.record(threw);

      expect(await log.last()).toEqual(threw);
    });
  });
}
