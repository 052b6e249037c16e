/** A queue or subscription: what a receiver reads from. Durations in milliseconds. */
export interface SourceSettings {
  readonly name: string;
  readonly lockDurationMs: number;
  readonly defaultTimeToLiveMs: number;
  readonly maxDeliveryCount: number;
  readonly deadLetterOnExpiration: boolean;
  readonly requiresSession: boolean;
  /** The queue or topic that takes this entity's messages, or its dead letters, in its place. */
  readonly forwardTo: string | undefined;
  readonly forwardDeadLettersTo: string | undefined;
}

export interface QueueSettings extends SourceSettings {
  /** Milliseconds; undefined when the entity does not detect duplicates. */
  readonly duplicateWindowMs: number | undefined;
}

export type CorrelationField =
  | 'correlationId'
  | 'messageId'
  | 'to'
  | 'replyTo'
  | 'subject'
  | 'sessionId'
  | 'replyToSessionId'
  | 'contentType';

/** Conditions that must all hold; a property matches only a value of the same type. */
export interface CorrelationConditions {
  readonly system: Readonly<Partial<Record<CorrelationField, string>>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type RuleFilter =
  | { readonly kind: 'correlation'; readonly conditions: CorrelationConditions }
  | { readonly kind: 'sql'; readonly expression: string };

export interface RuleSettings {
  readonly name: string;
  readonly filter: RuleFilter;
}

interface SubscriptionSettings extends SourceSettings {
  readonly rules: readonly RuleSettings[];
}

export interface TopicSettings {
  readonly name: string;
  readonly defaultTimeToLiveMs: number;
  /** Milliseconds; undefined when the entity does not detect duplicates. */
  readonly duplicateWindowMs: number | undefined;
  readonly subscriptions: readonly SubscriptionSettings[];
}

export interface EmulatorConfig {
  readonly queues: readonly QueueSettings[];
  readonly topics: readonly TopicSettings[];
}
