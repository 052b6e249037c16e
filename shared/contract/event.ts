import { z } from 'zod';

/**
 * The published events: the one source of their TypeScript types, of the JSON Schemas and of the AsyncAPI document in `docs/`.
 * CloudEvents 1.0 (https://github.com/cloudevents/spec) with the `sequence` extension.
 */

const issue = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string().describe('Code of Partner Center, or for hardware the workflow step.'),
  details: z.string().describe('Free text of Partner Center, secrets removed. Treat it as plain text.'),
});

const report = z.object({
  date: z.iso.datetime().optional().describe('When the report was made.'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where to read it, without any signature.'),
});

const rollout = z.object({
  percentage: z.number().describe('0 to 100.'),
  status: z.string().describe('As Partner Center says it, for example PackageRolloutInProgress.'),
});

const outcome = z
  .enum(['draft', 'inProgress', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown'])
  .describe('What the state means, in the words of all kinds.');
const kind = z.enum(['hardware', 'addon', 'app', 'flight', 'msi']).describe('Sort of submission.');
export const severities = ['info', 'success', 'warning', 'error'] as const;
const severity = z.enum(severities).describe('How much the event matters to a person.');
const omitted = z
  .record(z.string(), z.int().positive())
  .optional()
  .describe('How many entries of a list, or characters of a text, were left out to fit. The history has the whole.');

const failureReason = z
  .string()
  .describe(
    'not-found, forbidden, conflict, invalid-request, withdrawn for a draft that was deleted; unavailable, timeout or invalid-body where nothing could be read for an hour.',
  );
const httpStatus = z.int().optional().describe('HTTP status, where there was an answer.');

const submission = z.object({
  key: z.string().describe('kind:productId:submissionId, for flights flight:appId:flightId:submissionId.'),
  productKey: z.string().describe('The key without the submission id.'),
  kind,
  productId: z.string().describe('A string always: 64-bit ids do not survive a JSON number.'),
  flightId: z.string().optional().describe('Of flights only.'),
  submissionId: z.string(),
  name: z.string().optional().describe('Of the submission or its product, where Partner Center says one.'),
  state: z.string().describe("Partner Center's own status; for hardware step/state."),
  outcome,
  severity,
  portalUrl: z.url().describe('The page of the submission in Partner Center.'),
  omitted,
});

const snapshot = z.object({
  issues: z.array(issue),
  reports: z.array(report),
  artifacts: z.array(z.string()).describe('Download types.'),
  rollout: rollout.nullable().optional().describe('null: no gradual rollout. Absent: not known, or the kind has none.'),
});

const typed = <Name extends string, Data extends z.ZodType>(name: Name, description: string, data: Data) =>
  z
    .object({
      specversion: z.literal('1.0'),
      id: z
        .string()
        .max(128)
        .describe('Made of key and sequence. The same event has the same id, however often it is sent.'),
      source: z.string().describe('The Submission Watch that speaks (its setting EVENT_SOURCE).'),
      type: z.literal(`submissionwatch.${name}.v1`),
      subject: z.string().describe('The submission key.'),
      time: z.iso.datetime().describe('When the change was observed.'),
      datacontenttype: z.literal('application/json'),
      dataschema: z.literal(`urn:submissionwatch:${name}:v1`).describe('The `$id` of the schema of `data`.'),
      sequence: z
        .string()
        .regex(/^\d{10}$/)
        .describe('Per submission 1, 2, 3 ... without gaps, zero-padded.'),
      data,
    })
    .describe(description);

export const eventSchemas = {
  'submission.tracked': typed(
    'submission.tracked',
    'First sight of a submission. Its present issues and reports are listed here and not announced as new.',
    submission.extend({ snapshot }),
  ),
  'submission.state-changed': typed(
    'submission.state-changed',
    'The state or the outcome moved.',
    submission.extend({
      from: z.string().describe('The state before.'),
      to: z.string().describe('The state now.'),
      fromOutcome: outcome,
      toOutcome: outcome,
      direction: z
        .enum(['forward', 'backward', 'unknown'])
        .describe('On the way that submissions of the kind take. A hint: steps may be skipped between two reads.'),
      secondsInPreviousState: z
        .int()
        .nonnegative()
        .describe('Since the previous state, with its outcome, was first seen.'),
      resolvedIssues: z.array(issue).describe('Issues of the previous state that are gone with it.'),
    }),
  ),
  'submission.errors-raised': typed(
    'submission.errors-raised',
    'Errors that the last snapshot did not have.',
    submission.extend({ issues: z.array(issue) }),
  ),
  'submission.warnings-raised': typed(
    'submission.warnings-raised',
    'Warnings that the last snapshot did not have.',
    submission.extend({ issues: z.array(issue) }),
  ),
  'submission.issues-cleared': typed(
    'submission.issues-cleared',
    'Issues that went while the state stayed.',
    submission.extend({ issues: z.array(issue) }),
  ),
  'submission.report-added': typed(
    'submission.report-added',
    'Certification reports never seen before.',
    submission.extend({ reports: z.array(report) }),
  ),
  'submission.artifact-available': typed(
    'submission.artifact-available',
    'Something new can be downloaded in Partner Center.',
    submission.extend({
      artifacts: z.array(z.string()).describe('Download types; never their URLs, which are secrets.'),
    }),
  ),
  'submission.rollout-changed': typed(
    'submission.rollout-changed',
    'Percentage or status of the gradual rollout moved.',
    submission.extend({
      from: rollout.nullable().describe('null: there was no gradual rollout.'),
      to: rollout.nullable().describe('null: there is none any more.'),
    }),
  ),
  'submission.discovered': typed(
    'submission.discovered',
    'A watched product has a new submission, which is tracked from now on.',
    submission,
  ),
  'submission.stalled': typed(
    'submission.stalled',
    'No movement in an active state for longer than its limit. Once per state.',
    submission.extend({
      sinceSeconds: z.int().nonnegative().describe('Time in the present state.'),
      limitSeconds: z.int().positive().describe('The limit of this state that was passed.'),
    }),
  ),
  'submission.unreachable': typed(
    'submission.unreachable',
    'Partner Center does not show the submission any more (404 twice, 400, 403, 409), or it alone could not be read for an hour. Nothing is known of it until it recovers.',
    submission.extend({ reason: failureReason, status: httpStatus }),
  ),
  'submission.recovered': typed(
    'submission.recovered',
    'An unreachable submission can be read again.',
    submission.extend({
      reason: failureReason,
      status: httpStatus,
      unreachableSeconds: z.int().nonnegative().describe('Since it was announced as unreachable.'),
    }),
  ),
} as const;

export type EventName = keyof typeof eventSchemas;
export const eventNames = Object.keys(eventSchemas) as EventName[];

type AnySchema = (typeof eventSchemas)[EventName];

/** Any published event, told apart by `type`. */
export const eventSchema = z.discriminatedUnion('type', Object.values(eventSchemas) as [AnySchema, ...AnySchema[]]);

export type Event = z.infer<typeof eventSchema>;
export type EventOf<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;
export type Severity = z.infer<typeof severity>;
