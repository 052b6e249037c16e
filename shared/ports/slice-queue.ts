/** Part of a pass for another instance. */
export interface Slice {
  /** Of pass and number: a slice that is sent twice is run once. */
  readonly id: string;
  readonly submissions: readonly string[];
  readonly products: readonly string[];
  /** ISO 8601. It is not to be seen before. */
  readonly startAt: string;
  /** ISO 8601. It is not to be run after: the next pass plans anew. */
  readonly endAt: string;
}

export interface SliceQueue {
  /** @throws DeliveryError */
  send(slices: readonly Slice[]): Promise<void>;
}
