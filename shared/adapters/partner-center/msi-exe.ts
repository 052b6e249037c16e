import { z } from 'zod';
import type { Observation } from '../../domain/snapshot.ts';
import { isSubmissionId, type ProductKey, type SubmissionKey } from '../../domain/submission-key.ts';
import { UnreadableBodyError } from '../../errors.ts';
import type { ListResult } from '../../ports/partner-center.ts';
import { parseExactJson } from './exact-json.ts';
import { bodyFailure, type Exchange } from './exchange.ts';
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

const wireProduct = z.object({
  isSuccess: z.boolean(),
  responseData: z.object({ ongoingSubmissionId: looseText }).nullish(),
});

/** The one submission under way, if any. There is no list and no history: a known id is asked for until it has ended. */
export async function listMsiExe(exchange: Exchange, product: ProductKey, signal: AbortSignal): Promise<ListResult> {
  const answer = await exchange(product.kind, `submission/v1/product/${product.productId}/status`, signal);
  const { requests } = answer;
  if ('failure' in answer) return { outcome: 'failed', failure: answer.failure, requests };
  try {
    const id = parseOngoing(parseExactJson(answer.body));
    return { outcome: 'listed', listing: { submissionIds: id === undefined ? [] : [id] }, requests };
  } catch (error) {
    return { outcome: 'failed', failure: bodyFailure(error, answer.headers), requests };
  }
}

/** @throws UnreadableBodyError */
export function parseOngoing(body: unknown): string | undefined {
  const wire = parseWire(wireProduct, body);
  const id = wire.responseData?.ongoingSubmissionId;
  if (!wire.isSuccess || !wire.responseData) throw new UnreadableBodyError('The answer carries no product status');
  if (id !== undefined && !isSubmissionId('msi', id)) throw new UnreadableBodyError('A submission id is not usable');
  return id;
}
