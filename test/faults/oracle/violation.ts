/**
 * A broken promise. `lost`: something the script did is missing. `double`: something was told twice. `unexplained`: something
 * was told that the script did not do.
 */
export interface Violation {
  readonly kind: 'lost' | 'double' | 'unexplained';
  /** Key of the submission, or what else it is about. */
  readonly about: string;
  /** The subscriber it was seen at, where one alone saw it. */
  readonly at?: string;
  readonly expected: string;
  readonly came: string;
}
