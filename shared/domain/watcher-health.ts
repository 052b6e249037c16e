import type { WatcherEvent } from '../contract/watcher-event.ts';

/** Why the watcher is not healthy. The codes are published and part of the API. */
export const healthReasons = [
  'no-pass-yet',
  'pass-overdue',
  'pass-failed',
  'poll-behind',
  'outbox-stuck',
  'set-aside',
  'credentials-failing',
  'credential-expiring',
  'host-refusing',
  'channel-late',
  'channel-refusing',
  'host-unavailable',
  'product-unlisted',
] as const;
export type HealthReason = (typeof healthReasons)[number];

export interface HealthLimits {
  readonly passOverdueMinutes: number;
  readonly outboxStuckMinutes: number;
  readonly pollBehindMinutes: number;
  /** When the credential ends, where that is known. ISO 8601. */
  readonly credentialExpiresAt?: string;
}

/** What was last announced of the watcher's health, and what is still to be announced. Times are ISO 8601. */
export interface WatcherHealth {
  readonly firstCheckAt: string;
  readonly degradedSince?: string;
  readonly reasons: readonly HealthReason[];
  /** Of the last event. */
  readonly sequence: number;
  /** Not yet taken by the broker, oldest first. */
  readonly pending: readonly WatcherEvent[];
}

const sentences: Readonly<Record<HealthReason, string>> = {
  'no-pass-yet': 'no pass has run',
  'pass-overdue': 'the last pass is too long ago',
  'pass-failed': 'the last pass failed',
  'poll-behind': 'reads are late: more is due than the request budget lets',
  'outbox-stuck': 'events wait in the outbox',
  'set-aside': 'something was set aside and needs a person',
  'credentials-failing': 'Partner Center refuses the credentials',
  'credential-expiring': 'the credential ends soon',
  'host-refusing': 'Partner Center refuses every read: rights or a daily quota',
  'channel-late': 'a channel of Teams or Slack has not taken messages for a while',
  'channel-refusing': 'a channel of Teams or Slack refused messages for good',
  'host-unavailable': 'Partner Center answers no read: an outage, a request limit, or the network between',
  'product-unlisted': 'the submissions of a watched product cannot be listed',
};

export function healthMessage(reasons: readonly HealthReason[]): string {
  return reasons.length === 0 ? 'All is well' : reasons.map((reason) => sentences[reason]).join('; ');
}

/** Where it is not known any more what was told: in seconds since 1970, no sequence has come as far by counting. */
export function begunAnew(now: Date): WatcherHealth {
  const sequence = Math.floor(now.getTime() / 1000);
  return { firstCheckAt: now.toISOString(), reasons: [], sequence, pending: [] };
}

/** What the watcher says of itself is not in any history, so a replay does not bring it back. */
export function isOfWatcher(eventId: string): boolean {
  return /^watcher(-test)?\//.test(eventId);
}

/** Of some 1,300 characters each, where every reason holds; they have to fit into a row. */
const mostPending = 16;

/** While the broker is down, health may change often: the oldest turn to the worse and back is left out then, as a pair. */
function fitting(pending: readonly WatcherEvent[]): readonly WatcherEvent[] {
  const pairs = Math.ceil(Math.max(0, pending.length - mostPending) / 2);
  return pending.slice(2 * pairs);
}

/** A new deployment has its time for the first pass. */
const firstPassMs = 10 * 60_000;

/**
 * What follows from a check: an event when the watcher falls ill, another when it is well again. Reasons that come or go in
 * between change the state and announce nothing.
 */
export function afterCheck(
  before: WatcherHealth | undefined,
  found: readonly HealthReason[],
  now: Date,
  source: string,
): WatcherHealth {
  const at = now.toISOString();
  const known = before ?? { firstCheckAt: at, reasons: [], sequence: 0, pending: [] };
  const isNew = now.getTime() - Date.parse(known.firstCheckAt) < firstPassMs;
  const reasons = found.filter((reason) => reason !== 'no-pass-yet' || !isNew);
  const wasDegraded = known.degradedSince !== undefined;
  if (wasDegraded === reasons.length > 0) return { ...known, reasons };

  const sequence = known.sequence + 1;
  const envelope = watcherEnvelope(`watcher/${sequence}`, sequence, now, source);
  if (!wasDegraded) {
    const data = {
      key: 'watcher' as const,
      severity: 'error' as const,
      message: `Submission Watch is degraded: ${healthMessage(reasons)}`,
      reasons: [...reasons],
    };
    const event: WatcherEvent = {
      ...envelope,
      type: 'submissionwatch.watcher.degraded.v1',
      dataschema: 'urn:submissionwatch:watcher.degraded:v1',
      data,
    };
    return { ...known, reasons, sequence, degradedSince: at, pending: fitting([...known.pending, event]) };
  }
  const { degradedSince = at, ...healthy } = known;
  const event: WatcherEvent = {
    ...envelope,
    type: 'submissionwatch.watcher.recovered.v1',
    dataschema: 'urn:submissionwatch:watcher.recovered:v1',
    data: {
      key: 'watcher',
      severity: 'success',
      message: 'Submission Watch has recovered',
      reasons: [...known.reasons],
      degradedSeconds: Math.max(0, Math.floor((now.getTime() - Date.parse(degradedSince)) / 1000)),
    },
  };
  return { ...healthy, reasons, sequence, pending: fitting([...known.pending, event]) };
}

/** @param id a random one: each test event is an event of its own. */
export function testEvent(
  id: string,
  severity: WatcherEvent['data']['severity'],
  now: Date,
  source: string,
): WatcherEvent {
  return {
    ...watcherEnvelope(`watcher-test/${id}`, 0, now, source),
    type: 'submissionwatch.watcher.test.v1',
    dataschema: 'urn:submissionwatch:watcher.test:v1',
    data: {
      key: 'watcher',
      severity,
      message: 'A test event of Submission Watch. Nothing happened to any submission.',
    },
  };
}

function watcherEnvelope(id: string, sequence: number, now: Date, source: string) {
  return {
    specversion: '1.0' as const,
    id,
    source,
    subject: 'watcher' as const,
    time: now.toISOString(),
    datacontenttype: 'application/json' as const,
    sequence: String(sequence).padStart(10, '0'),
  };
}
