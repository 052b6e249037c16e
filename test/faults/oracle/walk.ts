import { isDeepStrictEqual } from 'node:util';
import type { Event } from '../../../shared/contract/event.ts';
import type { Version } from '../script/script.ts';
import { explains } from './explain.ts';
import { type Fold, follow, nothingKnown } from './fold.ts';
import type { Violation } from './violation.ts';

/** A state of a submission, and when Partner Center began to show it (milliseconds since 1970). */
export type Shown = Version & { readonly at: number };

/** How far the events of a submission have been gone through. */
export interface Progress {
  readonly events: number;
  /** Index of the version that the last observation saw. */
  readonly version: number;
  readonly fold: Fold;
}

export const atTheStart: Progress = { events: 0, version: 0, fold: nothingKnown };

/**
 * Goes through the events that are new, observation by observation. Each must follow from what was known, and must be what there
 * is to say of a version not older than the one before; versions that no read met are passed over.
 */
export function walk(
  key: string,
  from: Progress,
  history: readonly Event[],
  versions: readonly Shown[],
): Progress | Violation {
  let { events, version, fold } = from;
  for (const observation of observations(history.slice(events))) {
    const after = foldAfter(key, fold, observation);
    if ('kind' in after) return after;
    const found = versions.findIndex(
      (shown, index) => index >= version && isShownBy(shown, observation) && explains(shown, fold, after, observation),
    );
    if (found < 0) return unexplained(key, fold, observation, versions.slice(version));
    fold = after;
    version = found;
    events += observation.length;
  }
  return { events, version, fold };
}

/**
 * Now that nothing moves any more: what is known must be how it is.
 * @returns progress with the last version as the one that was seen.
 */
export function arriveAtEnd(key: string, progress: Progress, versions: readonly Shown[]): Progress | Violation {
  const last = versions.at(-1);
  if (last === undefined) return progress;
  const { fold } = progress;
  if (explains(last, fold, fold, [])) return { ...progress, version: versions.length - 1 };
  return { kind: 'lost', about: key, expected: text(last.face ?? 'unreachable'), came: text(fold) };
}

/** Events of one read have one time. */
function observations(events: readonly Event[]): Event[][] {
  const groups: Event[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.time === event.time) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function foldAfter(key: string, before: Fold, observation: readonly Event[]): Fold | Violation {
  let fold = before;
  for (const event of observation) {
    const step = follow(fold, event);
    if ('broken' in step) return { ...step.broken, about: key, came: `${step.broken.came} (${event.id})` };
    if (isDeepStrictEqual(step.fold, fold))
      return { kind: 'unexplained', about: key, expected: 'events that say something', came: text(event) };
    fold = step.fold;
  }
  const { state = 'unknown', outcome = 'unknown' } = fold.sight ?? {};
  const strange = observation.find(({ data }) => data.state !== state || data.outcome !== outcome);
  if (strange === undefined) return fold;
  const came = `${strange.data.state} (${strange.data.outcome}) in ${strange.id}`;
  return { kind: 'unexplained', about: key, expected: `${state} (${outcome})`, came };
}

/** What is observed has been there before. */
function isShownBy(shown: Shown, observation: readonly Event[]): boolean {
  return observation.every(({ time }) => Date.parse(time) >= shown.at);
}

function unexplained(key: string, before: Fold, observation: readonly Event[], versions: readonly Shown[]): Violation {
  const expected = `one of ${text(versions.map(({ face }) => face ?? 'unreachable'))} after ${text(before)}`;
  return {
    kind: 'unexplained',
    about: key,
    expected,
    came: text(observation.map(({ id, type, data }) => ({ id, type, data }))),
  };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
