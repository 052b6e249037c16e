import { isDeepStrictEqual } from 'node:util';
import type { Event } from '../../../shared/contract/event.ts';
import { type Face, rolloutMark } from '../script/face.ts';
import type { Version } from '../script/script.ts';
import type { Fold, Sight } from './fold.ts';

/** Whether events that led from one fold to another are what a watcher is to say that found the submission as in `version`. */
export function explains(version: Version, before: Fold, after: Fold, events: readonly Event[]): boolean {
  const types = events.map(({ type }) => type);
  const says = (name: string) => types.includes(`submissionwatch.submission.${name}.v1` as Event['type']);
  // Found in the list of its product, not read yet.
  if (says('discovered')) return version.face !== undefined && types.length === 1;
  if (version.face === undefined) return after.unreachable && types.every((type) => type.includes('.unreachable.'));
  if (after.unreachable || after.sight === undefined) return false;
  const expected = sightOf(version.face, before.sight);
  const showsRollout = isReadInFull(before.sight) || says('rollout-changed');
  return isDeepStrictEqual(comparable(after.sight, showsRollout), comparable(expected, showsRollout));
}

/** The hardware API begins its words with a capital at times. */
function comparable(sight: Sight, showsRollout: boolean): Sight {
  return { ...sight, state: sight.state.toLowerCase(), rollout: showsRollout ? sight.rollout : '' };
}

/** What is known decides how it is read next, and the short read does not show the rollout. */
function isReadInFull(before: Sight | undefined): boolean {
  return before === undefined || before.state === 'Published' || before.state === 'Release';
}

/** What is to be known of a submission that was known as `before` and is found as in `face`. */
function sightOf(face: Face, before: Sight | undefined): Sight {
  const hidesStep = face.hidesStep === true && before?.state.includes('/') === true;
  const keepsIssues = hidesStep || (face.issues === 'unstated' && before?.state === face.state);
  const stated = face.issues === 'unstated' ? [] : face.issues;
  return {
    state: hidesStep ? before.state : face.state,
    outcome: hidesStep ? before.outcome : face.outcome,
    issues: keepsIssues && before !== undefined ? before.issues : [...stated].sort(),
    reports: union(before?.reports, face.reports),
    artifacts: union(before?.artifacts, face.artifacts),
    rollout: rolloutMark(face.rollout),
  };
}

/** Once seen, always known. */
function union(before: readonly string[] = [], now: readonly string[]): readonly string[] {
  return [...new Set([...before, ...now])].sort();
}
