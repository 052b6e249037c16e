import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ApiHost, apiHostOf, apiHosts } from '../../shared/domain/api-host.ts';
import { planPass } from '../../shared/domain/plan.ts';
import { kinds } from '../../shared/domain/submission-key.ts';

interface Due {
  readonly host: ApiHost;
  readonly nextPollAt: string;
}

const due = (minute: number, host: ApiHost = 'devCenter'): Due => ({
  host,
  nextPollAt: new Date(Date.UTC(2025, 5, 1, 0, minute)).toISOString(),
});
const now = new Date(Date.UTC(2025, 5, 9));

async function* stream<T>(rows: Iterable<T>): AsyncGenerator<T> {
  yield* rows;
}
const minutes = (chosen: readonly Due[]) => chosen.map((entry) => Date.parse(entry.nextPollAt) / 60_000 - 29_145_600);

describe('the host of a submission', () => {
  it('is that of MSI/EXE for those alone', () => {
    expect(kinds.map(apiHostOf)).toEqual(['devCenter', 'devCenter', 'devCenter', 'devCenter', 'store']);
    expect([...apiHosts].sort()).toEqual(['devCenter', 'store']);
  });
});

describe('a pass', () => {
  it('reads all that is due while the budget lasts, the longest due first', async () => {
    const plan = await planPass(stream([due(3), due(1), due(2)]), { devCenter: 20, store: 20 }, now);
    expect(plan.due).toBe(3);
    expect(minutes(plan.chosen)).toEqual([1, 2, 3]);
  });

  it('leaves the shortest due where more is due than the budget lets', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => due((index * 377) % 1_000));
    const plan = await planPass(stream(rows), { devCenter: 20, store: 20 }, now);
    expect(plan.due).toBe(1_000);
    expect(minutes(plan.chosen)).toEqual(Array.from({ length: 20 }, (_, minute) => minute));
  });

  it('spends the budget of each host on its own submissions', async () => {
    const hosts: ApiHost[] = ['devCenter', 'devCenter', 'devCenter', 'store', 'store'];
    const plan = await planPass(stream(hosts.map((host, index) => due(index, host))), { devCenter: 2, store: 1 }, now);
    expect(plan.chosen.map((entry) => entry.host)).toEqual(['devCenter', 'devCenter', 'store']);
  });

  it('keeps the order of what came due at the same time', async () => {
    const rows = ['a', 'b', 'c'].map((name) => ({ ...due(1), name }));
    expect((await planPass(stream(rows), { devCenter: 3, store: 0 }, now)).chosen).toEqual(rows);
  });

  it('reads nothing with no budget and with nothing due', async () => {
    const [late, later] = [due(1), due(2)];
    // How late the reads are must show also when nothing may be read.
    const plan = await planPass(stream([later, late]), { devCenter: 0, store: 0 }, now);
    expect(plan).toEqual({ chosen: [], due: 2, oldestDueAt: late.nextPollAt });
    expect(await planPass(stream<Due>([]), { devCenter: 20, store: 20 }, now)).toEqual({ chosen: [], due: 0 });
  });

  it('measures how late a read is by the interval that it has, so that all are stretched alike', async () => {
    const [minuteMs, dayMs] = [60_000, 24 * 60 * 60_000];
    const since = (lateMs: number, intervalMs: number) => ({
      host: 'devCenter' as const,
      nextPollAt: new Date(now.getTime() - lateMs).toISOString(),
      scheduledAt: new Date(now.getTime() - lateMs - intervalMs).toISOString(),
    });
    const hourLateOfDay = since(60 * minuteMs, dayMs);
    const twoMinutesLateOfOne = since(2 * minuteMs, minuteMs);
    const threeDaysLateOfOne = since(3 * dayMs, dayMs);
    const rows = [hourLateOfDay, twoMinutesLateOfOne, threeDaysLateOfOne];
    const plan = await planPass(stream(rows), { devCenter: 2, store: 0 }, now);
    expect(plan.chosen).toEqual([threeDaysLateOfOne, twoMinutesLateOfOne]);
    expect(plan.oldestDueAt).toBe(threeDaysLateOfOne.nextPollAt);
  });

  it('takes an interval below a minute for a minute, and one that is not known too', async () => {
    const late = { ...due(1), scheduledAt: due(1).nextPollAt };
    const latest = { ...due(0), scheduledAt: due(2).nextPollAt };
    const plan = await planPass(stream([due(2), late, latest]), { devCenter: 3, store: 0 }, now);
    expect(plan.chosen).toEqual([latest, late, due(2)]);
  });

  describe('with many that were never read', () => {
    const minutesLate = (late: number, more: object = {}) => ({
      host: 'devCenter' as const,
      nextPollAt: new Date(now.getTime() - late * 60_000).toISOString(),
      ...more,
    });
    const imported = Array.from({ length: 100 }, () => minutesLate(45, { isFirstRead: true }));
    const budget = { devCenter: 20, store: 0 };

    it('reads these first, while the others have not waited for long', async () => {
      const inFlight = Array.from({ length: 30 }, () => minutesLate(19));
      const plan = await planPass(stream([...inFlight, ...imported]), budget, now);
      expect(plan.chosen).toEqual(imported.slice(0, 20));
    });

    it('gives half of the budget to the others once they have waited for twenty intervals, the most overdue of them', async () => {
      const inFlight = Array.from({ length: 30 }, (_, index) => minutesLate(20 + (index % 15)));
      const plan = await planPass(stream([...imported, ...inFlight]), budget, now);
      expect(plan.chosen).toHaveLength(20);
      expect(plan.chosen.filter((entry) => 'isFirstRead' in entry)).toHaveLength(10);
      const lateness = plan.chosen.filter((entry) => !('isFirstRead' in entry)).map(({ nextPollAt }) => nextPollAt);
      expect(new Set(lateness)).toEqual(new Set([30, 31, 32, 33, 34].map((late) => minutesLate(late).nextPollAt)));
    });

    it('reads what is most overdue, whatever it is, where the others wait longer than these', async () => {
      const inFlight = Array.from({ length: 30 }, () => minutesLate(50));
      expect((await planPass(stream([...imported, ...inFlight]), budget, now)).chosen).toEqual(inFlight.slice(0, 20));
    });

    it('never keeps these waiting for good, however small the budget is', async () => {
      const inFlight = Array.from({ length: 30 }, () => minutesLate(44));
      const plan = await planPass(stream([...inFlight, ...imported]), { devCenter: 1, store: 0 }, now);
      expect(plan.chosen).toEqual(imported.slice(0, 1));
    });
  });

  it('starves nothing: passes in a row read everything once before anything twice', async () => {
    const waiting = new Map(Array.from({ length: 95 }, (_, index) => [index, due(index)]));
    const reads: number[] = [];
    for (let pass = 0; pass < 5; pass += 1) {
      const rows = [...waiting].map(([id, entry]) => ({ ...entry, id }));
      const plan = await planPass(stream(rows), { devCenter: 20, store: 0 }, now);
      for (const { id } of plan.chosen) {
        reads.push(id);
        waiting.set(id, due(10_000 + pass));
      }
    }
    expect(new Set(reads.slice(0, 95)).size).toBe(95);
  });

  it('holds on to no more rows than a few budgets, however many are due', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const rows: WeakRef<Due>[] = [];
    let mostHeld = 0;
    async function* many(): AsyncGenerator<Due> {
      for (let index = 1; index <= 20_000; index += 1) {
        const row = due(20_000 - index);
        rows.push(new WeakRef(row));
        yield row;
        if (index % 5_000 === 0) {
          // A WeakRef keeps its target until the end of the job that made it.
          await setImmediate();
          collect();
          mostHeld = Math.max(mostHeld, rows.filter((held) => held.deref() !== undefined).length);
        }
      }
    }
    const plan = await planPass(many(), { devCenter: 50, store: 50 }, now);
    expect(plan.chosen).toHaveLength(50);
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(2 * 50 + 100 + 1);
  });
});
