import { z } from 'zod';
import { isSubmissionId, type ProductKey } from '../../domain/submission-key.ts';
import { UnreadableBodyError } from '../../errors.ts';
import type { ListResult } from '../../ports/partner-center.ts';
import { parseExactJson } from './exact-json.ts';
import { bodyFailure, type Exchange } from './exchange.ts';
import { looseArray, looseText, parseWire } from './wire-text.ts';

/**
 * The submissions of a hardware product (windows-driver-docs `get-all-submissions.md`), page by page. Users report lists that
 * end on one token for ever (docs issues 1035, 1036 and 1166), so pages are counted and a token that comes again ends the list.
 */
const wirePage = z.object({
  value: z.array(z.object({ id: z.union([z.string(), z.number()]).transform(String) })),
  links: looseArray(z.object({ href: z.string().nullish(), rel: looseText })),
});

const mostPages = 50;

export async function listHardware(exchange: Exchange, product: ProductKey, signal: AbortSignal): Promise<ListResult> {
  const path = `v2.0/my/hardware/products/${product.productId}/submissions`;
  const submissionIds: string[] = [];
  const tokens = new Set<string>();
  let query: string | undefined = '';
  let [requests, pages] = [0, 0];
  while (query !== undefined && pages < mostPages) {
    pages += 1;
    const answer = await exchange('hardware', `${path}${query}`, signal);
    requests += answer.requests;
    if ('failure' in answer) return { outcome: 'failed', failure: answer.failure, requests };
    try {
      const page = parsePage(answer.body);
      submissionIds.push(...page.ids);
      query = page.token === undefined || tokens.has(page.token) ? undefined : nextQuery(page);
      tokens.add(page.token ?? '');
    } catch (error) {
      return { outcome: 'failed', failure: bodyFailure(error, answer.headers), requests };
    }
  }
  return { outcome: 'listed', listing: { submissionIds }, requests };
}

/** @throws UnreadableBodyError */
function parsePage(body: string): { ids: readonly string[]; token?: string; size?: string } {
  const page = parseWire(wirePage, parseExactJson(body));
  const ids = page.value.map((row) => row.id);
  if (!ids.every((id) => isSubmissionId('hardware', id)))
    throw new UnreadableBodyError('A submission id is not a number');
  const next = page.links?.find((link) => link.rel === 'next_link')?.href ?? undefined;
  // Only the parameters are taken from the link. Its host is not: the token goes to the configured one alone.
  const parameters = next === undefined ? undefined : new URLSearchParams(next.slice(next.indexOf('?') + 1));
  const token = parameters?.get('continuationToken') ?? undefined;
  const size = parameters?.get('pageSize') ?? undefined;
  return { ids, ...(token === undefined ? {} : { token }), ...(size === undefined ? {} : { size }) };
}

function nextQuery({ token = '', size }: { token?: string; size?: string }): string {
  const parameters = new URLSearchParams({
    ...(size === undefined ? {} : { pageSize: size }),
    continuationToken: token,
  });
  return `?${parameters}`;
}
