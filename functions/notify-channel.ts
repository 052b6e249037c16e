import type { InvocationContext, ServiceBusTopicFunctionOptions, TimerFunctionOptions } from '@azure/functions';
import type { ChannelConfig } from '../shared/channel-setting.ts';
import type { NotifyDependencies } from '../shared/use-cases/tell-message.ts';
import type { Services } from './services.ts';

/** An invocation stops to send after this and leaves the rest to the sweep; the host's `functionTimeout` is far. */
const sendSeconds = 50;
/** Storage that is down refuses every delivery of a message; the waits between them stretch ten deliveries over minutes. */
const longestWaitMs = 60_000;

/**
 * The trigger of a channel on its own subscription: records the event, and tells what is pending. One message at a time,
 * several side by side: while one invocation waits for the rest of a pass to arrive, the others must be able to record it.
 */
export function notifyChannelFunction(services: Services, channel: ChannelConfig): ServiceBusTopicFunctionOptions {
  return {
    connection: 'ServiceBusConnection',
    topicName: services.config.serviceBus.topic,
    subscriptionName: channel.subscription,
    cardinality: 'one',
    handler: async (body, context) => {
      const event = await services.readEvent(body);
      // Not ours, or not readable: the dead-letter queue keeps it for a person to look at.
      if (event === undefined) throw new Error(`${channel.name}: a message that is no CloudEvent`);
      const dependencies = await recorded(services, channel, context, async (notify) => {
        const { receiveEvent } = await import('../shared/use-cases/notify.ts');
        const received = await receiveEvent(notify, event, isReplay(context));
        context.info(`${channel.name}: ${received} ${event.event.id}`);
      });
      await send(dependencies, context);
    },
  };
}

/** The timer that tells what waited for a channel: for its pace, for `Retry-After`, for the end of a failure or of a crash. */
export function sweepChannelFunction(services: Services, channel: ChannelConfig): TimerFunctionOptions {
  return {
    schedule: services.config.schedules.notify,
    runOnStartup: false,
    handler: async (_timer, context) => send(await services.notify(channel, context), context),
  };
}

/** A message comes back at once where its handler throws: a failure that needs time is given some. */
async function recorded(
  services: Services,
  channel: ChannelConfig,
  context: InvocationContext,
  record: (notify: NotifyDependencies) => Promise<void>,
): Promise<NotifyDependencies> {
  try {
    const dependencies = await services.notify(channel, context);
    await record(dependencies);
    return dependencies;
  } catch (error) {
    const deliveries = Number(context.triggerMetadata?.['deliveryCount'] ?? 1);
    await services.wait(Math.min(longestWaitMs, 1_000 * 2 ** deliveries), new AbortController().signal);
    throw error;
  }
}

/** The event is recorded: whatever fails from here on is for the sweep, not for another delivery of the message. */
async function send(dependencies: NotifyDependencies, context: InvocationContext): Promise<void> {
  const name = dependencies.channel.name;
  try {
    const { sendPending } = await import('../shared/use-cases/notify.ts');
    const { posted, end } = await sendPending(dependencies, AbortSignal.timeout(sendSeconds * 1000));
    if (posted > 0) context.info(`${name}: ${posted} messages posted, ${end}`);
  } catch (error) {
    context.error(`${name}: ${error instanceof Error ? error.message : 'unknown error'}`);
  }
}

/** The host may change the case of a property's first letter. */
function isReplay({ triggerMetadata }: InvocationContext): boolean {
  const properties = triggerMetadata?.['applicationProperties'];
  if (typeof properties !== 'object' || properties === null) return false;
  return Object.entries(properties).some(([name, value]) => name.toLowerCase() === 'replay' && value === true);
}
