import { z } from 'zod';
import { safeUrl, scrubText } from '../../domain/scrub.ts';
import type { Issue, Report } from '../../domain/snapshot.ts';
import { UnreadableBodyError } from '../../errors.ts';

/** Pieces that the bodies of all APIs share. null, absent and empty are one and the same on this wire. */

/** A text, or a number where a text is documented (numeric `currentStep`, ids): both as text. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const text = value === null || value === undefined ? '' : scrubText(String(value)).trim();
    return text === '' ? undefined : text;
  });

/** An array in which null entries are passed over; null and absent are `undefined`: not stated. */
export const looseArray = <T extends z.ZodType>(item: T) =>
  z
    .array(item.nullable())
    .nullish()
    .transform((list) => list?.filter((entry): entry is NonNullable<z.output<T>> => entry !== null));

const wireIssue = z.union([
  z.string().transform((details) => ({ code: undefined, details: looseText.parse(details) })),
  z.object({ code: looseText, details: looseText, message: looseText }),
]);
type WireIssue = z.output<typeof wireIssue>;

export const wireIssues = looseArray(wireIssue);

/** Documented sample bodies carry entries with the code `None`; they stand for no issue. */
export function toIssues(severity: Issue['severity'], issues: readonly WireIssue[] | undefined): Issue[] | undefined {
  return issues
    ?.map((issue) => ({
      severity,
      code: issue.code ?? 'Unknown',
      details: issue.details ?? ('message' in issue ? issue.message : undefined) ?? '',
    }))
    .filter((issue) => issue.code.toLowerCase() !== 'none' && (issue.code !== 'Unknown' || issue.details !== ''));
}

/** @returns undefined for a report that has neither (documented sample bodies carry `{}`). */
export function toReport(date: string | undefined, url: string | undefined): Report | undefined {
  const instant = date === undefined ? undefined : toInstant(date);
  const safe = url === undefined ? undefined : safeUrl(url);
  if (instant === undefined && safe === undefined) return undefined;
  return { ...(instant === undefined ? {} : { date: instant }), ...(safe === undefined ? {} : { url: safe }) };
}

/** Dates come with none to seven fractional digits, without a zone at times, and 1601 stands for none. */
function toInstant(text: string): string | undefined {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned);
  const date = Number.isNaN(time) ? undefined : new Date(time);
  return date === undefined || date.getUTCFullYear() < 1602 || date.getUTCFullYear() > 9999
    ? undefined
    : date.toISOString();
}

/** @throws UnreadableBodyError that says where the body differs, and never what it holds. */
export function parseWire<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 5).map((issue) => issue.path.join('.') || 'the body');
  throw new UnreadableBodyError(`Not what this API sends: ${places.join(', ')}`);
}
