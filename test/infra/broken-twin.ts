/** The deployment with one thing broken, which a check has to see. */
export interface BrokenTwin {
  /** Name of the check. */
  readonly check: string;
  readonly why: string;
  readonly path: string;
  /** Its first place in the file is replaced. */
  readonly from: string;
  readonly to: string;
  /** What the check says. */
  readonly problem: RegExp;
}
