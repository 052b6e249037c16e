import type { EventOf } from '../../../shared/contract/event.ts';

export type Outcome = EventOf<'submission.tracked'>['data']['outcome'];

/** Gradual rollout as events show it. */
export interface FaceRollout {
  readonly percentage: number;
  readonly status: string;
}

/**
 * What a watcher is to make of one state of a submission: written down by the script beside what it puts into Partner Center, and
 * not computed by anything of the app.
 */
export interface Face {
  readonly state: string;
  readonly outcome: Outcome;
  /** The answer leaves out the workflow: once a step was seen (a state with `/`), state and issues stay as they were. */
  readonly hidesStep?: true;
  /** Identities, see `issueMark`. `unstated`: kept while the state stays, gone once it moves. */
  readonly issues: readonly string[] | 'unstated';
  /** Identities, see `reportMark`. */
  readonly reports: readonly string[];
  /** Download types in lower case. */
  readonly artifacts: readonly string[];
  /** null: none. Absent: the kind has none. */
  readonly rollout?: FaceRollout | null;
}

const guids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Two issues are the same whatever casing, blanks, GUIDs and links their details have. `{sas}` stands for a signed link. */
export function issueMark(issue: {
  readonly severity: string;
  readonly code: string;
  readonly details: string;
}): string {
  const details = issue.details
    .replaceAll('{sas}', 'https://link')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, '<link>')
    .replace(guids, '<guid>')
    .replace(/\s+/g, ' ')
    .trim();
  return `${issue.severity} ${issue.code.toLowerCase()}: ${details}`;
}

/** A report is its date to the second, and its URL without query. */
export function reportMark(report: { readonly date?: string | undefined; readonly url?: string | undefined }): string {
  return `${report.date?.slice(0, 19) ?? ''} ${report.url?.replace(/[?#].*$/, '').toLowerCase() ?? ''}`;
}

export function rolloutMark(rollout: FaceRollout | null | undefined): string {
  return rollout ? `${rollout.percentage} % ${rollout.status}` : 'none';
}
