import type { Random } from '../random.ts';
import { type Face, issueMark } from './face.ts';
import { type Story, trouble } from './story.ts';

interface MsiIssue {
  readonly code: string;
  readonly message: string;
}

/** An MSI/EXE app: a failure is tried again by the service until it says that it has failed for good. */
export function msiStory(random: Random): Story {
  let publishingStatus = random.pick(['INPROGRESS', 'INPROGRESS', 'UNKNOWN']);
  let [hasFailed, begun] = [false, false];
  let errors: readonly MsiIssue[] = [];

  /** @returns false once nothing more happens. */
  function turn(): boolean {
    if (publishingStatus === 'PUBLISHED' || hasFailed) return false;
    const chance = random.next();
    if (publishingStatus === 'FAILED') {
      if (chance < 0.3) hasFailed = true;
      else [publishingStatus, errors] = ['INPROGRESS', []];
    } else if (chance < 0.35) errors = [...errors, { code: 'warning', message: trouble(random) }];
    else if (chance < 0.5) errors = errors.slice(1);
    else if (chance < 0.75) {
      publishingStatus = 'FAILED';
      errors = [...errors, { code: 'error', message: trouble(random) }];
    } else publishingStatus = publishingStatus === 'UNKNOWN' ? 'INPROGRESS' : 'PUBLISHED';
    return true;
  }

  return () => {
    if (begun && !turn()) return undefined;
    begun = true;
    const model = { publishingStatus, hasFailed, errors: [...errors] };
    return { model, face: faceOf(publishingStatus, hasFailed, errors) };
  };
}

function faceOf(publishingStatus: string, hasFailed: boolean, errors: readonly MsiIssue[]): Face {
  const outcomes = { PUBLISHED: 'succeeded', UNKNOWN: 'unknown', FAILED: hasFailed ? 'failed' : 'inProgress' } as const;
  return {
    state: publishingStatus,
    outcome: outcomes[publishingStatus as keyof typeof outcomes] ?? 'inProgress',
    issues: errors.map(({ code, message }) =>
      issueMark({ severity: code === 'warning' ? 'warning' : 'error', code, details: message }),
    ),
    reports: [],
    artifacts: [],
  };
}
