import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import { types } from './amqp-types.ts';
import { type BareMessage, readPropertyFields, withPropertyFields } from './bare-message.ts';

// Positions in the properties list, AMQP 1.0 part 3, section 3.2.4.
const MESSAGE_ID = 0;
const TO = 2;
const SUBJECT = 3;
const REPLY_TO = 4;
const CORRELATION_ID = 5;
const CONTENT_TYPE = 6;
const GROUP_ID = 10;
const REPLY_TO_GROUP_ID = 12;

/** A message's system properties as text; absent ones undefined. */
export interface MessageProperties {
  readonly messageId: string | undefined;
  readonly to: string | undefined;
  readonly subject: string | undefined;
  readonly replyTo: string | undefined;
  readonly correlationId: string | undefined;
  readonly contentType: string | undefined;
  readonly sessionId: string | undefined;
  readonly replyToSessionId: string | undefined;
}

/** The system properties that filters and entities look at. */
export function readProperties(message: BareMessage): MessageProperties {
  const fields = readPropertyFields(message);
  const text = (index: number) => asText(types.unwrap(fields[index]));
  return {
    messageId: text(MESSAGE_ID),
    to: text(TO),
    subject: text(SUBJECT),
    replyTo: text(REPLY_TO),
    correlationId: text(CORRELATION_ID),
    contentType: text(CONTENT_TYPE),
    sessionId: text(GROUP_ID),
    replyToSessionId: text(REPLY_TO_GROUP_ID),
  };
}

/** Gives a message without id a new one: the SDK's lock renewer throws on a received message that has none. */
export function withMessageId(message: BareMessage): BareMessage {
  const fields = [...readPropertyFields(message)];
  if (asText(types.unwrap(fields[MESSAGE_ID])) !== undefined) return message;
  fields[MESSAGE_ID] = types.wrap_string(randomUUID().replaceAll('-', ''));
  return withPropertyFields(message, fields);
}

/** Ids may be text, numbers, uuids or binary on the wire. */
function asText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (!Buffer.isBuffer(value)) return String(value);
  return value.length === 16 ? rhea.uuid_to_string(value) : value.toString('hex');
}
