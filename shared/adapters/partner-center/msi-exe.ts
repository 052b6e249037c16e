import { z } from 'zod';
import type { Observation } from '../../domain/snapshot.ts';
import type { SubmissionKey } from '../../domain/submission-key.ts';
import { UnreadableBodyError } from '../../errors.ts';
import { looseText, parseWire, toIssues, wireIssues } from './wire-text.ts';

/** MSI/EXE submissions, API v1 (windows-dev-docs `store-submission-api.md`): a host, a token audience and an envelope of its own. */
const wireAnswer = z.object({
  isSuccess: z.boolean(),
  errors: wireIssues,
  responseData: z.object({ publishingStatus: looseText, hasFailed: z.boolean().nullish() }).nullish(),
});

export function msiExePath(key: SubmissionKey): string {
  return `submission/v1/product/${key.product.productId}/submission/${key.submissionId}/status`;
}

/** @throws UnreadableBodyError */
export function parseMsiExe(body: unknown): Observation {
  const wire = parseWire(wireAnswer, body);
  const state = wire.responseData?.publishingStatus;
  if (!wire.isSuccess || state === undefined) throw new UnreadableBodyError('The answer carries no publishingStatus');
  // A successful answer can carry warnings and notices in `errors`, told apart by their code.
  const issues = wire.errors ?? [];
  const isWarning = (code: string | undefined) => code?.toLowerCase() === 'warning';
  const hasFailed = wire.responseData?.hasFailed ?? undefined;
  return {
    state,
    ...(hasFailed === undefined ? {} : { hasFailed }),
    errors:
      toIssues(
        'error',
        issues.filter((issue) => !isWarning(issue.code)),
      ) ?? [],
    warnings:
      toIssues(
        'warning',
        issues.filter((issue) => isWarning(issue.code)),
      ) ?? [],
  };
}
