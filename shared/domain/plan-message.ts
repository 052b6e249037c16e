import { isTooFarAhead } from './clock-ahead.ts';
import type { PendingDelivery, TellableDelivery } from './pending-delivery.ts';

/** What to post next. `digest` holds several groups, the others one; `minimal` one delivery. */
export type PlannedMessage =
  | { readonly style: 'full' | 'minimal'; readonly groups: readonly [Group] }
  | { readonly style: 'digest'; readonly groups: readonly [Group, ...Group[]] };

/** Deliveries of one submission, in the order of their events. */
export type Group = readonly [TellableDelivery, ...TellableDelivery[]];

export interface CoalescingRules {
  /** How long a submission must be quiet before it is told: the events of one pass arrive within a moment. */
  readonly settleSeconds: number;
}

type Plan =
  | { readonly message: PlannedMessage }
  /** Nothing is ready before. */
  | { readonly readyAt: Date }
  | { readonly message: undefined };

/** From so many submissions on, that are ready at once, they share messages. */
const digestFrom = 6;
const mostInDigest = 20;
/** A submission that never rests is told all the same after so many times the settling. */
const settlesToWait = 6;
/** A group that fails again and again goes alone: it may be what is refused. */
const attemptsToGoAlone = 2;
/** After so many failures in a row the channel is tried with one group after the other: a digest may be what it cannot take. */
const failuresToProbe = 3;
const watcherTest = '.watcher.test.';

/**
 * Coalescing: events of one submission are one message; a burst of submissions becomes a digest. Groups that failed before
 * come behind the others, so that one bad message does not hold up a channel.
 * @param failures of the channel in a row.
 */
export function planMessage(
  pending: readonly PendingDelivery[],
  rules: CoalescingRules,
  failures: number,
  now: Date,
): Plan {
  const groups = groupsOf(pending);
  const ready = groups.filter((group) => readyAt(group, rules, now) <= now.getTime()).sort(byTurn);
  const isProbe = failures >= failuresToProbe;
  const first = isProbe ? ready[failures % ready.length] : ready[0];
  if (first === undefined) {
    const next = Math.min(...groups.map((group) => readyAt(group, rules, now)));
    return groups.length === 0 ? { message: undefined } : { readyAt: new Date(next) };
  }
  if (first.some(({ isRefused }) => isRefused)) {
    const [oldest] = first;
    return { message: { style: oldest.isRefused ? 'minimal' : 'full', groups: [[oldest]] } };
  }
  const [head, ...others] = ready.filter(mayShare).slice(0, mostInDigest);
  if (head !== undefined && others.length + 1 >= digestFrom && mayShare(first) && !isProbe) {
    return { message: { style: 'digest', groups: [head, ...others] } };
  }
  return { message: { style: 'full', groups: [first] } };
}

export function deliveriesOf({ groups }: PlannedMessage): readonly TellableDelivery[] {
  return groups.flat();
}

function groupsOf(pending: readonly PendingDelivery[]): Group[] {
  const groups = new Map<string, [TellableDelivery, ...TellableDelivery[]]>();
  for (const delivery of pending) {
    if (!isTellable(delivery)) continue;
    const key = groupKey(delivery);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delivery]);
    else group.push(delivery);
  }
  for (const group of groups.values()) group.sort(bySequence);
  return [...groups.values()];
}

function isTellable(delivery: PendingDelivery): delivery is TellableDelivery {
  return delivery.received !== undefined;
}

/** Each test event is an event of its own: it must not be taken for news of the watcher. */
function groupKey({ eventId, received: { event } }: TellableDelivery): string {
  return event.type.includes(watcherTest) ? eventId : (event.subject ?? eventId);
}

function bySequence(a: TellableDelivery, b: TellableDelivery): number {
  const [left, right] = [a, b].map(({ received: { event } }) => `${event.sequence ?? ''} ${event.time}`);
  return (left ?? '').localeCompare(right ?? '');
}

function readyAt(group: Group, { settleSeconds }: CoalescingRules, now: Date): number {
  const times = group.map(({ receivedAt }) => (isTooFarAhead(receivedAt, 0, now) ? 0 : Date.parse(receivedAt)));
  const quiet = Math.max(...times) + settleSeconds * 1000;
  const patience = Math.min(...times) + settlesToWait * settleSeconds * 1000;
  return Math.min(quiet, patience);
}

function byTurn(a: Group, b: Group): number {
  return attemptsOf(a) - attemptsOf(b) || oldestOf(a).localeCompare(oldestOf(b));
}

function attemptsOf(group: Group): number {
  return Math.max(...group.map(({ attempts }) => attempts));
}

function oldestOf(group: Group): string {
  return group.map(({ receivedAt }) => receivedAt).sort()[0] ?? '';
}

/** What the watcher says of itself is never one line of many. */
function mayShare(group: Group): boolean {
  const isOfWatcher = group[0].received.event.type.includes('.watcher.');
  return !isOfWatcher && attemptsOf(group) < attemptsToGoAlone && !group.some(({ isRefused }) => isRefused);
}
