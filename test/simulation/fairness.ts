import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { seededRandom } from '../../local/partner-center/seeded-random.ts';
import type { PartnerCenter } from '../../shared/ports/partner-center.ts';
import { createWatcher, type Watcher } from '../support/a-watcher.ts';
import { keysOfProducts } from '../support/key-of.ts';
import { controlPartnerCenter, signIn } from '../support/partner-center-client.ts';
import { createSimulatedTime, type SimulatedTime } from './simulated-time.ts';

export interface FairnessOptions {
  readonly tracked: number;
  /** Of Partner Center, which answers every further one with 429; and the watcher's budget. */
  readonly requestsPerMinute: number;
  readonly minutes: number;
  /** Part of the answers that are 429, 500, garbage or cut short, whatever was asked. */
  readonly faultRate: number;
  /** Longest time that a read takes. Each takes a random part of it. */
  readonly readSeconds: number;
  readonly seed: number;
}

export interface Fairness {
  readonly options: FairnessOptions;
  /** Per submission, in the order tracked; all times are seconds of the simulated clock. */
  readonly submissions: readonly {
    readonly key: string;
    /** From tracking to the first read; undefined where there was none. */
    readonly firstReadAfter: number | undefined;
    /** The longest that its last read was ever ago; at first, since it was tracked. */
    readonly oldestAge: number;
    readonly reads: number;
  }[];
  /** Types of all events, counted. */
  readonly events: Readonly<Record<string, number>>;
  /** Answers of Partner Center to reads, by HTTP status; what was cut short counts by the status it began with. */
  readonly answers: Readonly<Record<string, number>>;
  readonly passes: number;
}

/**
 * The real use-cases and the real client against the simulated Partner Center, which limits requests; nothing ever changes
 * there, and each read looks different all the same. A pass begins each minute of a clock that moves by hand: with what is
 * waited for, and to the next minute.
 */
export async function simulateFairness(options: FairnessOptions): Promise<Fairness> {
  const watcher = createWatcher();
  const server = await startPartnerCenter({ now: () => watcher.clock.now().getTime() });
  try {
    return await simulate(watcher, server.url, options);
  } finally {
    await server.stop();
  }
}

async function simulate(watcher: Watcher, url: string, options: FairnessOptions): Promise<Fairness> {
  const { tracked, requestsPerMinute, minutes, seed } = options;
  const { clock } = watcher;
  const time = createSimulatedTime(clock);
  const keys = keysOfProducts(tracked);
  const control = (method: string, path: string, body?: unknown) => controlPartnerCenter(url, method, path, body);
  for (const key of keys) {
    await control('PUT', `submissions/${key.text}`, { status: 'Certification' });
    await watcher.track(key);
  }
  await control('PUT', 'rate-limit', { requestsPerMinute });
  await control('PUT', 'noise', { seed });
  await setFaults(control, options);

  const started = clock.now().getTime();
  const times = new Map(keys.map(({ text }) => [text, [] as number[]]));
  const partnerCenter = observed(signIn(url, clock.now), time, options, (text) =>
    times.get(text)?.push((clock.now().getTime() - started) / 1000),
  );
  const budget = { devCenter: requestsPerMinute, store: requestsPerMinute };
  for (let minute = 0; minute < minutes; minute += 1) {
    const late = clock.now().getTime() - started - minute * 60_000;
    // A pass that is late delays the next one, as the host does with a timer.
    if (late < 0) clock.advance(-late / 1000);
    await watcher.pass({ partnerCenter, budget, concurrency: 8, wait: (ms) => time.sleep(ms) });
  }
  const end = (clock.now().getTime() - started) / 1000;

  return {
    options,
    passes: minutes,
    submissions: keys.map(({ text }) => {
      const reads = times.get(text) ?? [];
      const gaps = [...reads, end].map((time, index) => time - (reads[index - 1] ?? 0));
      return { key: text, firstReadAfter: reads[0], oldestAge: Math.max(...gaps), reads: reads.length };
    }),
    events: counted(watcher.publisher.delivered().map(({ type }) => type)),
    answers: counted(await statuses(control)),
  };
}

/** Reads that take time, and are noted when they succeed. */
function observed(
  partnerCenter: PartnerCenter,
  time: SimulatedTime,
  { readSeconds, seed }: FairnessOptions,
  note: (text: string) => void,
): PartnerCenter {
  const random = seededRandom(`read ${seed}`);
  return {
    ...partnerCenter,
    async read(key, view, signal) {
      const result = await time.during(partnerCenter.read(key, view, signal));
      if (result.outcome === 'read') note(key.text);
      await time.sleep(Math.round(random() * readSeconds * 1000));
      return result;
    },
  };
}

async function setFaults(
  control: (method: string, path: string, body?: unknown) => Promise<unknown>,
  { faultRate, seed }: FairnessOptions,
): Promise<void> {
  if (faultRate === 0) return;
  const faults = [{ status: 429 }, { status: 500 }, 'garbage', 'cut'];
  for (const [index, fault] of faults.entries()) {
    // A rule is asked only where those before it did not strike.
    const rate = faultRate / faults.length / (1 - (faultRate / faults.length) * index);
    await control('POST', 'faults', { rate, seed: seed + index, fault });
  }
}

async function statuses(control: (method: string, path: string) => Promise<unknown>): Promise<string[]> {
  const { requests } = (await control('GET', 'requests')) as { requests: { api: string; status: number }[] };
  return requests.filter(({ api }) => api !== 'token').map(({ status }) => String(status));
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
