import { z } from 'zod';
import { hardwareOutcome } from '../../domain/hardware-state.ts';
import type { Issue, Observation, Report } from '../../domain/snapshot.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { UnreadableBodyError } from '../../errors.ts';
import { looseArray, looseText, parseWire, toReport } from './wire-text.ts';

/**
 * Hardware submissions, API v2.0 (windows-driver-docs `get-a-submission.md`). There is no light status read. The ids of the
 * body are not used: the published sample's have been through a double, so the tracked key alone says what this is.
 */
const wireSubmission = z.object({
  name: looseText,
  commitStatus: looseText,
  workflowStatus: z
    .object({ currentStep: looseText, state: looseText, messages: looseArray(looseText), errorReport: looseText })
    .nullish(),
  downloads: z
    .object({
      items: looseArray(z.object({ type: looseText, url: z.string().nullish() })),
      messages: looseArray(looseText),
    })
    .nullish(),
});
type WireSubmission = z.output<typeof wireSubmission>;

export function hardwarePath(key: SubmissionKey): string {
  return `v2.0/my/hardware/products/${key.product.productId}/submissions/${key.submissionId}`;
}

/** @throws UnreadableBodyError */
export function parseHardware(body: unknown): Observation {
  const wire = parseWire(wireSubmission, body);
  const state = stateOf(wire);
  const items = wire.downloads?.items;
  const artifacts =
    items?.flatMap((item) => (item.type !== undefined && isArtifact(item.type) ? [item.type] : [])) ?? [];
  const reports = items?.flatMap((item): Report[] =>
    item.type?.toLowerCase() === 'certificationreport' ? [toReport(undefined, item.url ?? undefined) ?? {}] : [],
  );
  return {
    state,
    ...(wire.name === undefined ? {} : { name: wire.name }),
    ...messagesOf(wire, state),
    ...(reports === undefined ? {} : { reports }),
    // The detailed report of a failure is behind a SAS URL; that there is one is news.
    artifacts: wire.workflowStatus?.errorReport === undefined ? artifacts : [...artifacts, 'errorReport'],
  };
}

function stateOf(wire: WireSubmission): string {
  const step = wire.workflowStatus?.currentStep;
  const state = wire.workflowStatus?.state;
  const commitFailed = wire.commitStatus?.toLowerCase() === 'commitfailed';
  if (!commitFailed && (step !== undefined || state !== undefined)) return `${step ?? 'unknown'}/${state ?? 'unknown'}`;
  if (wire.commitStatus === undefined) throw new UnreadableBodyError('Neither commitStatus nor workflowStatus');
  return wire.commitStatus;
}

/** The API has texts only. They belong to the current step, which makes the best code there is. */
function messagesOf(wire: WireSubmission, state: string): Pick<Observation, 'errors' | 'warnings'> {
  const stepMessages = wire.workflowStatus?.messages;
  const downloadMessages = wire.downloads?.messages;
  if (stepMessages === undefined && downloadMessages === undefined) return {};
  const failed = hardwareOutcome(state) === 'failed';
  const step = state.split('/')[0] ?? state;
  const onStep = toIssues(failed ? 'error' : 'warning', step, stepMessages ?? []);
  const onDownloads = toIssues('warning', 'downloads', downloadMessages ?? []);
  return failed ? { errors: onStep, warnings: onDownloads } : { errors: [], warnings: [...onStep, ...onDownloads] };
}

function toIssues(severity: Issue['severity'], code: string, messages: readonly (string | undefined)[]): Issue[] {
  return messages.flatMap((details) => (details === undefined ? [] : [{ severity, code, details }]));
}

/** `initialPackage` is what the owner uploaded; the certification report is a report. Everything else is the service's work. */
function isArtifact(type: string): boolean {
  return !['initialpackage', 'certificationreport'].includes(type.toLowerCase());
}
