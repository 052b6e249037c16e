import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import type { ServiceBusConfig } from '../host-config.ts';
import { describeError, type LogLevel } from '../log.ts';
import type { TypedData } from '../rpc-data.ts';
import { receiveBatches } from './receive-batches.ts';
import { messageData, messageMetadata, messagesData, messagesMetadata } from './service-bus-message.ts';
import type { ServiceBusTrigger } from './service-bus-trigger.ts';

export type ServiceBusListener = {
  /** Takes no more messages, and resolves when those it has taken are worked on and settled. */
  finish(): Promise<void>;
  /** Ends at once: what is not settled comes again when its lock ends. */
  close(): Promise<void>;
};

/** Receives with the official SDK. A message is completed if its invocation succeeds and abandoned, at once, if not. */
export function startServiceBusListener(
  trigger: ServiceBusTrigger,
  config: ServiceBusConfig,
  run: (data: TypedData, metadata: Record<string, TypedData>) => Promise<unknown>,
  log: (level: LogLevel, message: string) => void,
): ServiceBusListener {
  const client = new ServiceBusClient(trigger.connectionString);
  const options = {
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: config.maxAutoLockRenewalMilliseconds,
  };
  const receiver =
    'queue' in trigger.source
      ? client.createReceiver(trigger.source.queue, options)
      : client.createReceiver(trigger.source.topic, trigger.source.subscription, options);
  const stopping = new AbortController();
  const working = new Set<Promise<unknown>>();

  const settle = async (action: 'complete' | 'abandon', message: ServiceBusReceivedMessage): Promise<void> => {
    try {
      await (action === 'complete' ? receiver.completeMessage(message) : receiver.abandonMessage(message));
    } catch (error) {
      log('error', `the message ${message.messageId} could not be settled (${action}): ${describeError(error)}`);
    }
  };
  const runAndSettle = async (messages: ServiceBusReceivedMessage[], invocation: Promise<unknown>): Promise<void> => {
    const work = invocation
      .then(
        () => 'complete' as const,
        () => 'abandon' as const,
      )
      .then((action) => Promise.all(messages.map((message) => settle(action, message))));
    working.add(work);
    await work.finally(() => working.delete(work));
  };
  const report = (error: unknown): void => {
    if (!stopping.signal.aborted) {
      log('error', `receiving from ${receiver.entityPath} failed: ${describeError(error)}`);
    }
  };

  const subscription = trigger.isBatch
    ? receiveBatches(
        receiver,
        config.maxMessageBatchSize,
        stopping.signal,
        (messages) => runAndSettle(messages, run(messagesData(messages, trigger.isBinary), messagesMetadata(messages))),
        report,
      )
    : receiver.subscribe(
        {
          processMessage: (message) =>
            runAndSettle([message], run(messageData(message, trigger.isBinary), messageMetadata(message))),
          processError: async ({ error }) => report(error),
        },
        { autoCompleteMessages: false, maxConcurrentCalls: config.maxConcurrentCalls },
      );

  return {
    finish: async () => {
      stopping.abort();
      await subscription.close();
      while (working.size > 0) {
        await Promise.all(working);
      }
    },
    close: async () => {
      await client.close();
    },
  };
}
