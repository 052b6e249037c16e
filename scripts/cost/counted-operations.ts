/**
 * Requests to Table Storage, as counted at the wire by a test with the real adapters (`test/adapters/operation-counts.test.ts`), which
 * fails when one of them is more than is said here, or less than six tenths of it.
 */
export const countedOperations = {
  /** Of a run of each timer that finds nothing to do. */
  idlePass: 40,
  idleRelay: 18,
  idleHealth: 60,
  idleSweep: 1,
  /** More for each submission that was read and had not changed; many share a transaction. */
  unchangedRead: 0.25,
  /** More for each that had: its commit, and the relay of its event. */
  change: 4,
  /** For each event that a channel is told. */
  told: 10,
};
export type CountedOperations = typeof countedOperations;
