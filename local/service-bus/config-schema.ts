// The official emulator's Config.json as a schema. Its limits are kept, so that a file accepted here drives that emulator as well.
import { z } from 'zod';
import { parseIsoDuration } from './iso-duration.ts';

const duration = (least: string, most: string) =>
  z.string().transform((text, context) => {
    const value = parseIsoDuration(text);
    const [min, max] = [parseIsoDuration(least) ?? 0, parseIsoDuration(most) ?? 0];
    if (value === undefined || value < min || value > max) {
      context.addIssue(`"${text}" is not an ISO 8601 duration from ${least} to ${most}`);
      return z.NEVER;
    }
    return value;
  });

const entityName = z
  .string()
  .max(260)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/, 'not a name Service Bus allows for an entity');

const childName = z
  .string()
  .max(50)
  .regex(/^[A-Za-z0-9$](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'not a name Service Bus allows for a subscription or rule');

// The emulator's own sample writes "" for "forward nowhere".
const forwardTarget = z
  .string()
  .optional()
  .transform((name) => name || undefined);

const timeToLive = duration('PT1S', 'PT1H').default(3_600_000);

const sourceProperties = {
  LockDuration: duration('PT5S', 'PT5M').default(60_000),
  DefaultMessageTimeToLive: timeToLive,
  MaxDeliveryCount: z.int().min(1).max(10).default(10),
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  RequiresSession: z.boolean().default(false),
  ForwardTo: forwardTarget,
  ForwardDeadLetteredMessagesTo: forwardTarget,
};

const duplicateProperties = {
  RequiresDuplicateDetection: z.boolean().default(false),
  DuplicateDetectionHistoryTimeWindow: duration('PT5S', 'PT5M').default(60_000),
};

const correlationFilter = z.strictObject({
  CorrelationId: z.string().optional(),
  MessageId: z.string().optional(),
  To: z.string().optional(),
  ReplyTo: z.string().optional(),
  Label: z.string().optional(),
  SessionId: z.string().optional(),
  ReplyToSessionId: z.string().optional(),
  ContentType: z.string().optional(),
  Properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});

const ruleProperties = z.discriminatedUnion('FilterType', [
  z.strictObject({ FilterType: z.literal('Correlation'), CorrelationFilter: correlationFilter }),
  z.strictObject({
    FilterType: z.literal('Sql'),
    SqlFilter: z.strictObject({ SqlExpression: z.string().min(1).max(1024) }),
  }),
]);

const subscription = z.strictObject({
  Name: childName,
  Properties: z.strictObject(sourceProperties).prefault({}),
  Rules: z.array(z.strictObject({ Name: childName, Properties: ruleProperties })).default([]),
});

const topic = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ DefaultMessageTimeToLive: timeToLive, ...duplicateProperties }).prefault({}),
  Subscriptions: z.array(subscription).max(50).default([]),
});

const queue = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ ...sourceProperties, ...duplicateProperties }).prefault({}),
});

const namespace = z
  .strictObject({
    Name: z.literal('sbemulatorns'),
    Queues: z.array(queue).default([]),
    Topics: z.array(topic).default([]),
  })
  .refine(({ Queues, Topics }) => Queues.length + Topics.length <= 50, 'more than 50 queues and topics');

export const configSchema = z.object({
  UserConfig: z.object({ Namespaces: z.tuple([namespace]) }),
});

export type SourceProperties = z.output<typeof subscription>['Properties'];
export type TopicEntry = z.output<typeof topic>;
export type QueueEntry = z.output<typeof queue>;
export type RuleEntry = z.output<typeof subscription>['Rules'][number];
