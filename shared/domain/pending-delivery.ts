import type { ReceivedEvent } from '../contract/received-event.ts';

/** An event that a channel has received and not yet told. */
export interface PendingDelivery {
  readonly eventId: string;
  /** Absent where the stored event cannot be read back. */
  readonly received?: ReceivedEvent;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Posts that failed although the channel was well: what counts against the event. */
  readonly attempts: number;
  /** The channel refused a message with it for its content: it goes alone now, as headline and links. */
  readonly isRefused: boolean;
  readonly isReplay: boolean;
}

/** A pending delivery whose event is there. */
export type TellableDelivery = PendingDelivery & { readonly received: ReceivedEvent };
