import type { ReceivedEvent } from '../contract/received-event.ts';
import { isWanted } from '../domain/channel-routing.ts';
import type { PendingDelivery } from '../domain/pending-delivery.ts';
import { type PlannedMessage, planMessage } from '../domain/plan-message.ts';
import { type ChannelPace, nextSlot, withPost } from '../domain/post-pace.ts';
import type { ChannelLease } from '../ports/delivery-log.ts';
import { idsOf, type NotifyDependencies, tellMessage } from './tell-message.ts';

/** `busy`: another instance posts. `later`: the rest is for the sweep. */
export interface SendSummary {
  readonly posted: number;
  readonly end: 'empty' | 'busy' | 'later';
}

/** Pending ones that are looked at at a time. */
const mostPending = 200;
/** A longer wait than this is left to the sweep. */
const longestWaitMs = 15_000;
/** A channel that fails so often in a row is left to the sweep too, whatever it says of when it wants to be asked again. */
const mostFailures = 3;
/** As long as the subscription keeps a message; what is older is told to nobody any more. */
const giveUpAfterMs = 7 * 24 * 60 * 60_000;

/**
 * Takes an event for a channel: from here on it is the channel's to tell, and the message of the subscription is done with.
 * @returns `unwanted` where the channel's filter leaves it out.
 */
export async function receiveEvent(
  { channel, deliveries, now }: Pick<NotifyDependencies, 'channel' | 'deliveries' | 'now'>,
  received: ReceivedEvent,
  isReplay: boolean,
): Promise<'stored' | 'known' | 'unwanted'> {
  if (!isWanted(channel.filter, received)) return 'unwanted';
  return deliveries.receive(channel.name, {
    eventId: received.event.id,
    received,
    receivedAt: now().toISOString(),
    attempts: 0,
    isRefused: false,
    isReplay,
  });
}

/**
 * Tells what is pending, as fast as the channel takes it. One instance posts to a channel at a time, so that its order and
 * its pace hold over all; channels share nothing. A crash between a post and its record is told once more, and so is a post
 * whose answer was lost: the only doubles.
 */
export async function sendPending(dependencies: NotifyDependencies, signal: AbortSignal): Promise<SendSummary> {
  const { channel, deliveries, now } = dependencies;
  for (let posted = 0; ; ) {
    // Asked again after the lease was given back: what came meanwhile found it taken, and relies on this.
    if ((await deliveries.pending(channel.name, 1)).length === 0) return { posted, end: 'empty' };
    const lease = await deliveries.lease(channel.name, now());
    if (lease === undefined) return { posted, end: 'busy' };
    const drained = await drain(dependencies, lease, signal);
    posted += drained.posted;
    if (drained.end !== 'empty') return { posted, end: drained.end };
  }
}

async function drain(dependencies: NotifyDependencies, lease: ChannelLease, signal: AbortSignal): Promise<SendSummary> {
  const { channel, deliveries, now } = dependencies;
  let held: ChannelLease | undefined = lease;
  let { pace } = lease;
  let [posted, failed] = [0, 0];
  try {
    while (!signal.aborted && failed < mostFailures) {
      const step = await nextStep(dependencies, pace);
      if (step.what === 'end') return { posted, end: 'empty' };
      if (step.what === 'wait' && step.ms > longestWaitMs) return { posted, end: 'later' };
      // Written before the post: it is what keeps a second instance from posting, and what the pace is told by.
      if (step.what === 'post') pace = withPost(pace, channel.limits, now());
      held = await deliveries.keep(channel.name, held, pace, now());
      if (held === undefined) return { posted, end: 'busy' };
      if (step.what === 'wait') {
        await dependencies.wait(step.ms, signal);
        continue;
      }
      const told = await tellMessage(dependencies, step.message, pace);
      pace = told.pace;
      if (told.isPosted) posted += 1;
      failed = pace.failures === 0 ? 0 : failed + 1;
    }
    return { posted, end: 'later' };
  } finally {
    if (held !== undefined) await deliveries.release(channel.name, held, pace);
  }
}

type Step =
  | { readonly what: 'post'; readonly message: PlannedMessage }
  | { readonly what: 'wait'; readonly ms: number }
  | { readonly what: 'end' };

async function nextStep(dependencies: NotifyDependencies, pace: ChannelPace): Promise<Step> {
  const { channel, deliveries, now } = dependencies;
  const pending = await withoutLost(dependencies, await deliveries.pending(channel.name, mostPending));
  const plan = planMessage(pending, channel, pace.failures, now());
  if ('readyAt' in plan) {
    const at = nextSlot(pace, channel.limits, plan.readyAt);
    return { what: 'wait', ms: at.getTime() - now().getTime() };
  }
  if (plan.message === undefined) return { what: 'end' };
  const ms = nextSlot(pace, channel.limits, now()).getTime() - now().getTime();
  return ms > 0 ? { what: 'wait', ms } : { what: 'post', message: plan.message };
}

/** Sets aside what cannot be read back, and what is too old to be news. */
async function withoutLost(
  { channel, deliveries, now, log }: NotifyDependencies,
  pending: readonly PendingDelivery[],
): Promise<readonly PendingDelivery[]> {
  const unreadable = pending.filter(({ received }) => received === undefined);
  const isOld = ({ receivedAt }: PendingDelivery) => now().getTime() - Date.parse(receivedAt) > giveUpAfterMs;
  const old = pending.filter((delivery) => delivery.received !== undefined && isOld(delivery));
  for (const [lost, reason] of [
    [unreadable, 'the stored event cannot be read back'],
    [old, 'the channel did not take it for seven days'],
  ] as const) {
    if (lost.length === 0) continue;
    await deliveries.failed(channel.name, lost, reason, now());
    log.error(`${channel.name}: given up ${idsOf(lost)}: ${reason}`);
  }
  return pending.filter((delivery) => !unreadable.includes(delivery) && !old.includes(delivery));
}
