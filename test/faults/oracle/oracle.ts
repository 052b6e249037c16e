import type { Event } from '../../../shared/contract/event.ts';
import type { Delivery, Subscriber } from '../world/subscriber.ts';
import { type AnyEvent, createArrivals } from './arrivals.ts';
import { differenceOf } from './channels.ts';
import type { Violation } from './violation.ts';
import { arriveAtEnd, atTheStart, type Progress, type Shown, walk } from './walk.ts';
import { wrongInTurn } from './watcher-events.ts';

/** What Partner Center has shown of a submission, oldest first. */
export interface Performed {
  readonly key: string;
  readonly versions: readonly Shown[];
  /** A watcher must know of it by now. */
  readonly isExpected: boolean;
}

export interface Oracle {
  /** What a subscriber has collected. */
  deliver(subscriber: string, deliveries: readonly Delivery[]): void;
  /** Submissions with events that no check has gone through. */
  moved(): readonly string[];
  /**
   * Compares what has come with what was shown, at a moment when nothing is under way and everything has been read since it last
   * changed.
   * @param histories of at least the submissions that moved, each whole and oldest first.
   * @returns what is wrong and was not found before. Of a submission the first thing alone: the rest may follow from it.
   */
  check(performed: readonly Performed[], histories: ReadonlyMap<string, readonly Event[]>): readonly Violation[];
  counts(): OracleCounts;
  /** Everything that came, each once; those of a submission in order. */
  events(): readonly AnyEvent[];
}

interface OracleCounts {
  /** De-duplicated by id. */
  readonly events: number;
  readonly repeats: number;
}

/** Holds what subscribers got, and what the history says, against what Partner Center has shown. */
export function createOracle(subscribers: readonly Pick<Subscriber, 'name' | 'dropsRepeats'>[]): Oracle {
  const channels = subscribers.map(({ name, dropsRepeats }) => ({ name, ...createArrivals(name, dropsRepeats) }));
  const progress = new Map<string, Progress>();
  const broken = new Set<string>();
  let ofDeliveries: Violation[] = [];

  const subjects = () => new Set(channels.flatMap((channel) => channel.subjects()));
  const progressOf = (key: string) => progress.get(key) ?? atTheStart;

  function checkOne({ key, versions, isExpected }: Performed, history: readonly Event[] | undefined) {
    if (history !== undefined) {
      for (const { name, of } of channels) {
        const difference = differenceOf(key, history, of(key));
        if (difference !== undefined) return { ...difference, at: name };
      }
      const walked = walk(key, progressOf(key), history, versions);
      if ('kind' in walked) return walked;
      progress.set(key, walked);
    }
    if (!isExpected && progressOf(key).fold.sight === undefined) return undefined;
    const arrived = arriveAtEnd(key, progressOf(key), versions);
    if ('kind' in arrived) return arrived;
    progress.set(key, arrived);
    return undefined;
  }

  function* allWrong(performed: readonly Performed[], histories: ReadonlyMap<string, readonly Event[]>) {
    yield* ofDeliveries;
    for (const { name, of } of channels) {
      const wrong = wrongInTurn(of('watcher'));
      if (wrong !== undefined) yield { ...wrong, at: name };
    }
    const known = new Set(['watcher', ...performed.map(({ key }) => key)]);
    for (const about of subjects()) {
      if (known.has(about)) continue;
      yield { kind: 'unexplained', about, expected: 'submissions of the script', came: 'events of another' } as const;
    }
    for (const one of performed) {
      const wrong = broken.has(one.key) ? undefined : checkOne(one, histories.get(one.key));
      if (wrong !== undefined) yield wrong;
    }
  }

  return {
    deliver(subscriber, deliveries) {
      const channel = channels.find(({ name }) => name === subscriber);
      if (channel === undefined) throw new Error(`There is no subscriber ${subscriber}`);
      ofDeliveries.push(...channel.take(deliveries));
    },
    moved: () =>
      [...subjects()].filter((subject) =>
        channels.some(({ of }) => subject !== 'watcher' && of(subject).length > progressOf(subject).events),
      ),
    check(performed, histories) {
      const found: Violation[] = [];
      for (const violation of allWrong(performed, histories)) {
        if (broken.has(violation.about)) continue;
        broken.add(violation.about);
        found.push(violation);
      }
      ofDeliveries = [];
      return found;
    },
    events() {
      const [first] = channels;
      return first?.subjects().flatMap(first.of) ?? [];
    },
    counts() {
      const [first] = channels;
      const { received, repeated } = first?.counts ?? { received: 0, repeated: 0 };
      return { events: received - repeated, repeats: repeated };
    },
  };
}
