import { z } from 'zod';
import { portalUrl } from '../shared/domain/portal-url.ts';
import { secondsBetween } from '../shared/domain/seconds-between.ts';
import { outcomes } from '../shared/domain/snapshot.ts';
import { kinds } from '../shared/domain/submission-key.ts';
import { failureReasons, type TrackedSubmission, unreachableReasons } from '../shared/domain/tracked-submission.ts';

const instant = z.iso.datetime();
const seconds = z.int().nonnegative();

export const kindSchema = z.enum(kinds).describe('Sort of submission.');
export const outcomeSchema = z.enum(outcomes).describe('What the state means, in the words of all kinds.');
export const failureSchema = z.object({ reason: z.enum(failureReasons), at: instant });

/** A tracked submission as the API shows it. */
export const submissionSchema = z
  .object({
    key: z.string().describe('kind:productId:submissionId, for flights flight:appId:flightId:submissionId.'),
    kind: kindSchema,
    productKey: z.string().describe('The key without the submission id.'),
    productId: z.string().describe('A string always: 64-bit ids do not survive a JSON number.'),
    flightId: z.string().optional().describe('Of flights only.'),
    submissionId: z.string(),
    name: z.string().optional().describe('Of the submission or its product, where Partner Center says one.'),
    state: z
      .string()
      .optional()
      .describe("Partner Center's own status; for hardware step/state. Absent until the first read."),
    outcome: outcomeSchema.optional(),
    publishMode: z.string().optional().describe('Immediate, Manual or SpecificDate, where it is known.'),
    trackedAt: instant,
    stateSince: instant.optional().describe('When the present state, with its outcome, was first seen.'),
    secondsInState: seconds.optional().describe('Since then, at the time of the answer.'),
    lastChangedAt: instant.optional().describe('When the last event was observed.'),
    lastCheckedAt: instant.optional().describe('Last successful read.'),
    nextPollAt: instant.describe('The year 9999 says that it is not read any more.'),
    sequence: z.int().nonnegative().describe('Of the last event; 0 before the first.'),
    failures: z.int().nonnegative().describe('Failed reads in a row.'),
    lastFailure: failureSchema.optional(),
    unreachable: z
      .object({ reason: z.enum(unreachableReasons), status: z.int().optional(), since: instant })
      .optional()
      .describe('Partner Center does not show it; what is told of it is what was last seen.'),
    stalledAt: instant.optional().describe('When it was announced that the present state is stalled.'),
    portalUrl: z.url().describe('Its page in Partner Center.'),
    issues: z
      .array(z.object({ severity: z.enum(['error', 'warning']), code: z.string(), details: z.string() }))
      .optional()
      .describe('Texts of Partner Center, secrets removed. Treat them as plain text.'),
    reports: z
      .array(z.object({ date: z.string().optional(), url: z.string().optional() }))
      .optional()
      .describe('Certification reports, all that were ever seen.'),
    artifacts: z.array(z.string()).optional().describe('Download types, all that were ever seen.'),
    rollout: z
      .object({ percentage: z.number(), status: z.string() })
      .nullable()
      .optional()
      .describe('null: no gradual rollout. Absent: not known, or the kind has none.'),
  })
  .describe('A tracked submission.');
type SubmissionView = z.infer<typeof submissionSchema>;

export function submissionView(submission: TrackedSubmission, now: Date): SubmissionView {
  const { key, snapshot, stateSince } = submission;
  return {
    key: key.text,
    kind: key.product.kind,
    productKey: key.product.text,
    productId: key.product.productId,
    flightId: key.product.flightId,
    submissionId: key.submissionId,
    name: snapshot?.name,
    state: snapshot?.state,
    outcome: snapshot?.outcome,
    publishMode: snapshot?.publishMode,
    trackedAt: submission.trackedAt,
    stateSince,
    secondsInState: stateSince === undefined ? undefined : secondsBetween(stateSince, now.toISOString()),
    lastChangedAt: submission.lastChangedAt,
    lastCheckedAt: submission.lastCheckedAt,
    nextPollAt: submission.nextPollAt,
    sequence: submission.sequence,
    failures: submission.failures,
    lastFailure: submission.lastFailure,
    unreachable: submission.unreachable,
    stalledAt: submission.stalledAt,
    portalUrl: portalUrl(key),
    issues: snapshot && [...snapshot.issues],
    reports: snapshot && [...snapshot.reports],
    artifacts: snapshot && [...snapshot.artifacts],
    rollout: snapshot?.rollout,
  };
}
