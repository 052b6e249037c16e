import { type Typed, types } from '../amqp/amqp-types.ts';
import { type BareMessage, withApplicationProperties } from '../amqp/bare-message.ts';

/** A message as a queue, subscription or dead-letter queue holds it. Times in milliseconds since 1970. */
export interface BrokeredMessage {
  readonly sequenceNumber: number;
  /** The number it had where it was first accepted: the topic's, for a message in a subscription. */
  readonly enqueuedSequenceNumber: number;
  readonly enqueuedAt: number;
  /** Infinity when it does not expire. */
  readonly expiresAt: number;
  /** Deliveries that ended in an abandon or a lost lock. */
  readonly deliveryCount: number;
  readonly deferred: boolean;
  /** Empty when the message belongs to no session. */
  readonly sessionId: string;
  /** Where it was dead-lettered, once it was forwarded from there. */
  readonly deadLetterSource: string | undefined;
  readonly content: BareMessage;
}

/** Application properties by name, with their AMQP types. */
export type ApplicationProperties = Readonly<Record<string, Typed>>;

/** How a receiver ends its hold on a message. */
export type Settlement =
  | { readonly kind: 'complete' }
  | { readonly kind: 'abandon' | 'defer' | 'deadLetter'; readonly properties: ApplicationProperties };

/** The message with what its receiver changed or added. */
export function withProperties(message: BrokeredMessage, properties: ApplicationProperties): BrokeredMessage {
  return { ...message, content: withApplicationProperties(message.content, properties) };
}

/** The message as the broker itself dead-letters it, under the names of properties that the service uses. */
export function withDeadLetterReason(message: BrokeredMessage, reason: string, description: string): BrokeredMessage {
  return withProperties(message, {
    DeadLetterReason: types.wrap_string(reason),
    DeadLetterErrorDescription: types.wrap_string(description),
  });
}
