/**
 * List prices in US dollars, West Europe, pay as you go, as they were known in November 2026; look yours up and give them as
 * `--price name=value`. What is free each month is taken off once, as if nothing else in the subscription used it.
 */
export const prices = {
  functionsGbSecond: 0.000026,
  functionsFreeGbSeconds: 100_000,
  functionsMillionRuns: 0.4,
  functionsFreeMillionRuns: 0.25,
  /** A run is billed for at least so long. */
  functionsLeastSeconds: 1,
  serviceBusBase: 10,
  serviceBusMillionOperations: 0.8,
  serviceBusFreeMillionOperations: 13,
  tableTenThousandOperations: 0.00036,
  tableGb: 0.0563,
  blobTenThousandWrites: 0.054,
  blobTenThousandOthers: 0.0043,
  logGb: 2.76,
  logFreeGb: 5,
  /** Of the three alerts on logs: one evaluated each 5 minutes, two each 15. */
  logAlerts: 2.5,
  metricAlertSeries: 0.1,
  healthTestRun: 0.0005,
};
export type Prices = typeof prices;
