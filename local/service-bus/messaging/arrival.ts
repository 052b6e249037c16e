import type { BareMessage } from '../amqp/bare-message.ts';

/** A message on its way into a queue or subscription. */
export interface Arrival {
  readonly content: BareMessage;
  /** Empty when it belongs to no session. */
  readonly sessionId: string;
  readonly deadLetterSource: string | undefined;
  /** Given by the topic; a queue gives its own. */
  readonly enqueuedSequenceNumber?: number;
  /** The topic's limit, milliseconds. */
  readonly timeToLiveMs?: number;
}
