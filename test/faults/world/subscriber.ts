/** A message as it reached a subscriber. */
export interface Delivery {
  readonly messageId: string;
  /** The body: a CloudEvent, if all is well. */
  readonly event: unknown;
}

/**
 * Somebody who gets the events over a channel of any sort: a subscription of the topic, and one day a webhook. The oracle holds
 * every subscriber to the same promise.
 */
export interface Subscriber {
  readonly name: string;
  /** The channel itself drops repeated sends, so that none may arrive. */
  readonly dropsRepeats: boolean;
  /** What has arrived since the last call, in order of arrival. Called when nothing is under way any more. */
  collect(): Promise<readonly Delivery[]>;
}
