import { isSettled, type Outcome } from '../../shared/domain/snapshot.ts';
import type { Stay } from '../../shared/domain/stay.ts';

/** What happened at one moment, beside the states. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: MarkKind;
  /** In words. */
  readonly text: string;
}

/** From the most to the least pressing: of several at one place the first is shown. */
const markKinds = ['error', 'warning', 'sight', 'report', 'artifact', 'rollout', 'other'] as const;
export type MarkKind = (typeof markKinds)[number];

/** Positions are fractions of the whole width. */
export interface Bar {
  readonly state: string;
  readonly outcome: Outcome;
  readonly x: number;
  readonly width: number;
  readonly seconds: number;
  /** The present state. */
  readonly isOpen: boolean;
}

export interface Mark {
  readonly x: number;
  readonly kind: MarkKind;
  /** Oldest first. */
  readonly moments: readonly Moment[];
}

export interface Timeline {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
  /** Where the present time is, when the submission still moves. */
  readonly nowX?: number;
}

/** Marks that are nearer than this would cover one another. */
const nearest = 0.035;

/**
 * The life of a submission to scale of time. It ends where something last happened when the submission has settled, so that
 * the months since do not press everything else together; else it goes on to now, and to what is expected.
 * @param stays oldest first.
 * @param remainingSeconds until the end, where that can be expected.
 * @returns undefined where nothing is known yet.
 */
export function layOut(
  stays: readonly Stay[],
  moments: readonly Moment[],
  now: number,
  remainingSeconds = 0,
): Timeline | undefined {
  const [first] = stays;
  const last = stays.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isOver = isSettled(last.outcome);
  const times = moments.map(({ at }) => at);
  const startsAt = Math.min(Date.parse(first.since), ...times);
  const reached = isOver ? Date.parse(last.since) : Math.max(now, Date.parse(last.since));
  const endsAt = Math.max(startsAt + 1_000, reached + (isOver ? 0 : remainingSeconds * 1000), ...times);
  const fraction = (at: number) => Math.min(1, Math.max(0, (at - startsAt) / (endsAt - startsAt)));

  const bars = stays.map((stay): Bar => {
    const isOpen = stay.until === undefined;
    const from = Date.parse(stay.since);
    const to = isOpen ? Math.max(from, isOver ? from : now) : Date.parse(stay.until);
    const spent = isOpen ? Math.max(from, now) - from : to - from;
    const x = fraction(from);
    return {
      state: stay.state,
      outcome: stay.outcome,
      x,
      width: fraction(to) - x,
      seconds: Math.floor(spent / 1000),
      isOpen,
    };
  });
  const marks = gathered(moments, fraction);
  return { startsAt, endsAt, bars, marks, ...(isOver ? {} : { nowX: fraction(reached) }) };
}

function gathered(moments: readonly Moment[], fraction: (at: number) => number): Mark[] {
  const groups: Moment[][] = [];
  for (const moment of [...moments].sort((a, b) => a.at - b.at)) {
    const group = groups.at(-1);
    const begin = group?.[0];
    if (group !== undefined && begin !== undefined && fraction(moment.at) - fraction(begin.at) < nearest) {
      group.push(moment);
    } else {
      groups.push([moment]);
    }
  }
  return groups.map((group) => {
    const x = group.reduce((sum, { at }) => sum + fraction(at), 0) / group.length;
    const kind = markKinds.find((candidate) => group.some((moment) => moment.kind === candidate)) ?? 'other';
    return { x, kind, moments: group };
  });
}
