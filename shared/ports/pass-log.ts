/** What a pass did; all but the times are counts. */
export interface PassSummary {
  readonly due: number;
  readonly read: number;
  readonly changed: number;
  readonly events: number;
  readonly published: number;
  readonly failed: number;
  /** Chosen, but left due: the deadline came, or the host would not be asked any more. */
  readonly left: number;
  readonly requests: number;
  /** Sent to other instances instead of read here. */
  readonly slices: number;
  /** How late the longest due one was when the pass began. */
  readonly oldestDueSeconds: number;
}

export interface PassRecord {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Absent where the pass threw. */
  readonly summary?: PassSummary;
}

export interface PassLog {
  record(pass: PassRecord): Promise<void>;
  /** undefined before the first pass ever. @throws CorruptRowError */
  last(): Promise<PassRecord | undefined>;
  /** The last ones, newest first; no more than `passesKept` of them are kept. */
  recent(count: number): Promise<readonly PassRecord[]>;
}
