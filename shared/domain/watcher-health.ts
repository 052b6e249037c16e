import type { WatcherEvent } from '../contract/watcher-event.ts';
import { secondsBetween } from './seconds-between.ts';

/** Why the watcher is not healthy, in words. The codes are published and part of the API. */
const sentences = {
  'no-pass-yet': 'no pass has run',
  'pass-overdue': 'the last pass is too long ago',
  'pass-failed': 'the last pass failed',
  'pass-unreadable': 'the record of the last pass cannot be read',
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
export type HealthReason = keyof typeof sentences;
export const healthReasons = Object.keys(sentences) as HealthReason[];

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

export function healthMessage(reasons: readonly HealthReason[]): string {
  return reasons.length === 0 ? 'All is well' : reasons.map((reason) => sentences[reason]).join('; ');
}

/**
 * Where it is not known what was told before: the table is new, was lost or is spoilt. In seconds since 1970 no sequence has come as far by
 * counting, so that no id is given twice; the topic, and whoever drops what it knows, would drop the second.
 */
function begunAnew(now: Date): WatcherHealth {
  const sequence = Math.floor(now.getTime() / 1000);
  return { firstCheckAt: now.toISOString(), reasons: [], sequence, pending: [] };
}

/** What the watcher says of itself is not in any history, so a replay does not bring it back. */
export function isOfWatcher(eventId: string): boolean {
  return /^watcher(-test)?\//.test(eventId);
}

/** Of some 1,300 characters each, where every reason holds; they have to fit into a row. */
const mostPending = 16;

/**
 * While the broker is down, health may change often: the oldest are left out then, such that what is told first is of the same
 * type as before, and does not speak of the end of an illness that nobody knows of.
 */
function fitting(pending: readonly WatcherEvent[]): readonly WatcherEvent[] {
  const tooMany = Math.max(0, pending.length - mostPending);
  const first = pending.findIndex(({ type }, index) => index >= tooMany && type === pending[0]?.type);
  return pending.slice(Math.max(first, tooMany));
}

/** A new deployment has its time for the first pass. */
const firstPassMs = 10 * 60_000;

/**
 * What follows from a check: an event when the watcher falls ill, one more whenever a further reason joins (what lasts for weeks,
 * such as a credential that ends soon, must not hide an outage), and another when it is well again. A reason that goes while
 * others hold changes the state and announces nothing.
 */
export function afterCheck(
  before: WatcherHealth | undefined,
  found: readonly HealthReason[],
  now: Date,
  source: string,
): WatcherHealth {
  const at = now.toISOString();
  const known = before ?? begunAnew(now);
  const isNew = now.getTime() - Date.parse(known.firstCheckAt) < firstPassMs;
  const reasons = found.filter((reason) => reason !== 'no-pass-yet' || !isNew);
  const hasWorsened = reasons.some((reason) => !known.reasons.includes(reason));
  const hasRecovered = reasons.length === 0 && known.degradedSince !== undefined;
  if (!hasWorsened && !hasRecovered) return { ...known, reasons };

  const sequence = known.sequence + 1;
  const { degradedSince = at, ...healthy } = known;
  const envelope = watcherEnvelope(`watcher/${sequence}`, sequence, now, source);
  const event = hasWorsened
    ? degradedEvent(envelope, reasons)
    : recoveredEvent(envelope, known.reasons, secondsBetween(degradedSince, at));
  const pending = fitting([...known.pending, event]);
  return { ...healthy, ...(hasWorsened ? { degradedSince } : {}), reasons, sequence, pending };
}

type Envelope = ReturnType<typeof watcherEnvelope>;

function degradedEvent(envelope: Envelope, reasons: readonly HealthReason[]): WatcherEvent {
  return {
    ...envelope,
    type: 'submissionwatch.watcher.degraded.v1',
    dataschema: 'urn:submissionwatch:watcher.degraded:v1',
    data: {
      key: 'watcher',
      severity: 'error',
      message: `Submission Watch is degraded: ${healthMessage(reasons)}`,
      reasons: [...reasons],
    },
  };
}

function recoveredEvent(envelope: Envelope, reasons: readonly HealthReason[], degradedSeconds: number): WatcherEvent {
  return {
    ...envelope,
    type: 'submissionwatch.watcher.recovered.v1',
    dataschema: 'urn:submissionwatch:watcher.recovered:v1',
    data: {
      key: 'watcher',
      severity: 'success',
      message: 'Submission Watch has recovered',
      reasons: [...reasons],
      degradedSeconds,
    },
  };
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
