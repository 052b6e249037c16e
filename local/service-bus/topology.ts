import { z } from 'zod';
import { configFaults } from './config-faults.ts';
import {
  configSchema,
  type QueueEntry,
  type RuleEntry,
  type SourceProperties,
  type TopicEntry,
} from './config-schema.ts';
import type { EmulatorConfig, QueueSettings, RuleSettings, SourceSettings, TopicSettings } from './entity-settings.ts';

/** Thrown when a Config.json cannot be used; the message lists every fault with its place in the file, one a line. */
class InvalidConfig extends Error {
  constructor(faults: readonly string[]) {
    super(`The Service Bus configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidConfig';
  }
}

/**
 * Reads the official emulator's `Config.json`
 * (https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator).
 * @throws InvalidConfig
 */
export function parseEmulatorConfig(json: unknown): EmulatorConfig {
  const result = configSchema.safeParse(json);
  if (!result.success) throw new InvalidConfig(result.error.issues.flatMap(describe));
  const [namespace] = result.data.UserConfig.Namespaces;
  const config = { queues: namespace.Queues.map(queueSettings), topics: namespace.Topics.map(topicSettings) };
  const faults = configFaults(config);
  if (faults.length > 0) throw new InvalidConfig(faults);
  return config;
}

function describe(issue: z.core.$ZodIssue): string[] {
  return [`${z.core.toDotPath(issue.path)}: ${issue.message}`];
}

function queueSettings({ Name, Properties }: QueueEntry): QueueSettings {
  return { ...sourceSettings(Name, Properties), duplicateWindowMs: duplicateWindow(Properties) };
}

function topicSettings({ Name, Properties, Subscriptions }: TopicEntry): TopicSettings {
  return {
    name: Name,
    defaultTimeToLiveMs: Properties.DefaultMessageTimeToLive,
    duplicateWindowMs: duplicateWindow(Properties),
    subscriptions: Subscriptions.map((entry) => ({
      ...sourceSettings(entry.Name, entry.Properties),
      rules: entry.Rules.map(ruleSettings),
    })),
  };
}

function duplicateWindow(properties: TopicEntry['Properties']): number | undefined {
  return properties.RequiresDuplicateDetection ? properties.DuplicateDetectionHistoryTimeWindow : undefined;
}

function sourceSettings(name: string, properties: SourceProperties): SourceSettings {
  return {
    name,
    lockDurationMs: properties.LockDuration,
    defaultTimeToLiveMs: properties.DefaultMessageTimeToLive,
    maxDeliveryCount: properties.MaxDeliveryCount,
    deadLetterOnExpiration: properties.DeadLetteringOnMessageExpiration,
    requiresSession: properties.RequiresSession,
    forwardTo: properties.ForwardTo,
    forwardDeadLettersTo: properties.ForwardDeadLetteredMessagesTo,
  };
}

function ruleSettings({ Name, Properties }: RuleEntry): RuleSettings {
  if (Properties.FilterType === 'Sql') {
    return { name: Name, filter: { kind: 'sql', expression: Properties.SqlFilter.SqlExpression } };
  }
  const { CorrelationFilter: filter } = Properties;
  const system = {
    correlationId: filter.CorrelationId,
    messageId: filter.MessageId,
    to: filter.To,
    replyTo: filter.ReplyTo,
    subject: filter.Label,
    sessionId: filter.SessionId,
    replyToSessionId: filter.ReplyToSessionId,
    contentType: filter.ContentType,
  };
  const given = Object.entries(system).filter(([, value]) => value !== undefined);
  return {
    name: Name,
    filter: { kind: 'correlation', conditions: { system: Object.fromEntries(given), properties: filter.Properties } },
  };
}
