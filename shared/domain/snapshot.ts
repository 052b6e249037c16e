/** What is known of a submission: the normalised, allow-listed projection that is compared and stored. */

/** Derived from the wire status; see `outcome.ts`. Unknown wire values are `unknown`, which is never terminal. */
export const outcomes = ['draft', 'inProgress', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/** No movement is expected without a person (a failed submission can be fixed and committed again). */
export function isSettled(outcome: Outcome): boolean {
  return outcome === 'succeeded' || outcome === 'failed' || outcome === 'canceled';
}

/** An error or warning of the status. `details` is free text from outside, scrubbed of secrets. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly details: string;
}

/** A certification report. `date` is an ISO 8601 instant; `url` is http(s) without SAS parameters. Either may be missing. */
export interface Report {
  readonly date?: string;
  readonly url?: string;
}

/** Gradual package rollout. `percentage` is 0 to 100, `status` the wire's (`PackageRolloutInProgress`). */
export interface Rollout {
  readonly percentage: number;
  readonly status: string;
}

export interface Snapshot {
  readonly name?: string;
  /** The wire status as it is; for hardware `step/state`, or the commit status before there is a workflow. */
  readonly state: string;
  readonly outcome: Outcome;
  /** `Immediate`, `Manual`, `SpecificDate`; Store kinds only, known after a full read. */
  readonly publishMode?: string;
  readonly issues: readonly Issue[];
  /** Every report ever seen: one that vanishes and returns is not new. */
  readonly reports: readonly Report[];
  /** Every download type ever seen (`signedPackage`, `driverMetadata`, ...). */
  readonly artifacts: readonly string[];
  /** null: no gradual rollout. Absent: not known, or the kind has none. */
  readonly rollout?: Rollout | null;
}

/** One read of Partner Center. An absent field was not stated by that read, which is not the same as empty. */
export interface Observation {
  readonly state: string;
  readonly name?: string;
  readonly publishMode?: string;
  /** MSI/EXE only: whether a `FAILED` is final. */
  readonly hasFailed?: boolean;
  readonly errors?: readonly Issue[];
  readonly warnings?: readonly Issue[];
  readonly reports?: readonly Report[];
  readonly artifacts?: readonly string[];
  readonly rollout?: Rollout | null;
}
