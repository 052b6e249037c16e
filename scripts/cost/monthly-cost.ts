import type { CountedOperations } from './counted-operations.ts';
import type { Prices } from './prices.ts';

/** What is assumed of a deployment. */
export interface Deployment {
  readonly tracked: number;
  /** Of an instance. */
  readonly memoryGb: number;
  /** Teams and Slack. */
  readonly channels: number;
  /** Budget of one API host; all are taken to be of that one. */
  readonly requestsPerMinute: number;
}

interface MonthlyCost {
  readonly reads: number;
  /** Of one in flight, where everything waits alike for the budget. */
  readonly minutesBetweenReads: number;
  readonly events: number;
  readonly tableOperations: number;
  readonly serviceBusOperations: number;
  readonly gbSeconds: number;
  /** Dollars by what they are for. */
  readonly dollars: Readonly<Record<string, number>>;
  readonly total: number;
}

const minutes = 43_200;
/** Of all that are tracked; each is read once a minute, as far as the budget goes. */
const inFlightShare = 0.075;
/** Of the others, the part that has changed in the last 90 days and is still read, 1.4 times a day on average. */
const awakeShare = 0.5;
const readsOfAwake = 1.4 * 30;
/** Ten submissions a month, one after the other, with eight events each, in the place of each that is in flight. */
const eventsPerInFlight = 80;
/** Of all events, what the default filter of a channel lets in. */
const toldShare = 0.5;
const readSeconds = 0.5;
const concurrency = 8;
/** Rows that a query gets over in one request, and in one second. */
const rowsPerRequest = 1_000;
const rowsPerSecond = 40_000;
const kilobytesPerRow = 4;
const kilobytesPerEvent = 6;
/** Of a run in the logs, with the lines of the host about it. */
const kilobytesPerRun = 2;
/** Status and lease of a timer at each run. */
const blobWritesPerRun = 2;
const blobOthersPerMinute = 20;
const deadLetterSeries = 4;
const healthRuns = 2 * 4 * 730;

/** Of a month, with a year of history kept. */
export function monthlyCost(deployment: Deployment, prices: Prices, operations: CountedOperations): MonthlyCost {
  const { tracked, memoryGb, channels, requestsPerMinute } = deployment;
  const inFlight = Math.max(1, Math.round(tracked * inFlightShare));
  const wanted = inFlight * minutes + (tracked - inFlight) * awakeShare * readsOfAwake;
  const reads = Math.min(wanted, requestsPerMinute * minutes);
  const events = inFlight * eventsPerInFlight;
  const told = events * toldShare * channels;

  const timerRuns = (3 + channels) * minutes;
  const runs = timerRuns + told;
  const passSeconds = secondsToRead(reads / minutes) + tracked / rowsPerSecond;
  const least = prices.functionsLeastSeconds;
  const seconds = Math.max(least, passSeconds) * minutes + (runs - minutes) * least;

  const idle = operations.idlePass + operations.idleRelay + operations.idleHealth + operations.idleSweep * channels;
  const scans = tracked / rowsPerRequest;
  const tableOperations =
    (idle + scans) * minutes + reads * operations.unchangedRead + events * operations.change + told * operations.told;

  const serviceBusOperations = events + told * 2;
  const gbSeconds = seconds * memoryGb;

  const above = (amount: number, free: number) => Math.max(0, amount - free);
  const gigabytes = (kilobytes: number) => kilobytes / 1_048_576;
  const dollars = {
    Functions:
      above(gbSeconds, prices.functionsFreeGbSeconds) * prices.functionsGbSecond +
      above(runs / 1e6, prices.functionsFreeMillionRuns) * prices.functionsMillionRuns,
    'Service Bus':
      prices.serviceBusBase +
      above(serviceBusOperations / 1e6, prices.serviceBusFreeMillionOperations) * prices.serviceBusMillionOperations,
    'Table Storage':
      (tableOperations / 10_000) * prices.tableTenThousandOperations +
      gigabytes(tracked * kilobytesPerRow + events * 12 * kilobytesPerEvent) * prices.tableGb,
    'Host storage':
      ((timerRuns * blobWritesPerRun) / 10_000) * prices.blobTenThousandWrites +
      ((minutes * blobOthersPerMinute) / 10_000) * prices.blobTenThousandOthers,
    Logs: above(gigabytes(runs * kilobytesPerRun), prices.logFreeGb) * prices.logGb,
    Alerts: prices.logAlerts + prices.metricAlertSeries * deadLetterSeries + healthRuns * prices.healthTestRun,
  };
  const total = Object.values(dollars).reduce((sum, one) => sum + one, 0);
  const minutesBetweenReads = wanted / reads;
  return { reads, minutesBetweenReads, events, tableOperations, serviceBusOperations, gbSeconds, dollars, total };
}

/** Of a pass that reads so many. */
export function secondsToRead(reads: number): number {
  return (reads / concurrency) * readSeconds;
}
