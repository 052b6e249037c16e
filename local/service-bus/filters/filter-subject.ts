import { types } from '../amqp/amqp-types.ts';
import { type BareMessage, readApplicationProperties } from '../amqp/bare-message.ts';
import { type MessageProperties, readProperties } from '../amqp/message-properties.ts';

/** What filters see of a message. */
export interface FilterSubject {
  readonly system: MessageProperties;
  /** Undefined when the message has no such application property. Names are compared without regard to case. */
  application(name: string): unknown;
}

/** What filters see of this message. */
export function createFilterSubject(content: BareMessage): FilterSubject {
  // Most messages meet a subscription that lets everything in: read only what is asked for.
  let properties: Map<string, unknown> | undefined;
  return {
    system: readProperties(content),
    application(name) {
      properties ??= new Map(
        Object.entries(readApplicationProperties(content)).map(([key, value]) => [
          key.toLowerCase(),
          types.unwrap(value),
        ]),
      );
      return properties.get(name.toLowerCase());
    },
  };
}
