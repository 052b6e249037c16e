export interface Page<T> {
  readonly items: readonly T[];
  /** Whether there is anything after the last item. */
  readonly more: boolean;
}
