import type { HttpMethod } from '@azure/functions';
import type { z } from 'zod';
import type { ProductKey, SubmissionKey } from '../../shared/domain/submission-key.ts';
import type { ProblemCode } from './problem-code.ts';

/** What a caller must be allowed to; each has function keys, or an app role, of its own. */
export const accesses = ['read', 'write', 'operate'] as const;
export type Access = (typeof accesses)[number];

export interface Answer {
  readonly description: string;
  /** Of a JSON body. Absent: no body. */
  readonly schema?: z.ZodType;
  /** Other content types that may be asked for; their bodies are text. */
  readonly otherTypes?: readonly string[];
  /** With what they are for. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One request that the API takes. The schemas that its OpenAPI description is made of are the ones that parse the request, and
 * the ones that the tests hold every answer to.
 */
export interface Operation {
  /** Also the name of the function, and so of its keys. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Below `/api/`; `{key}` is a key of the sort that `key` says. */
  readonly route: string;
  readonly access: Access | 'open';
  readonly summary: string;
  readonly description?: string;
  readonly key?: 'submission' | 'product';
  /** A strict object: a parameter that it does not know is refused. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Besides those that follow from what the operation takes. */
  readonly problems?: readonly ProblemCode[];
}

/** A request of an operation, parsed. */
export interface Input<O extends Operation> {
  readonly key: O extends { readonly key: 'submission' }
    ? SubmissionKey
    : O extends { readonly key: 'product' }
      ? ProductKey
      : undefined;
  readonly query: O extends { readonly query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
  readonly body: O extends { readonly body: infer B extends z.ZodType } ? z.output<B> : undefined;
  header(name: string): string | null;
}

/** Codes that an operation may answer with: those it names, and those of its key, query, body and access. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const { key, query, body, access, problems = [] } = operation;
  return [
    ...(key === undefined ? [] : (['invalid-key'] as const)),
    ...(access === 'open' ? [] : (['invalid-parameter', 'unauthenticated', 'forbidden'] as const)),
    ...(query !== undefined && 'token' in query.shape ? (['invalid-token'] as const) : []),
    ...(body === undefined ? [] : (['invalid-body', 'body-too-large'] as const)),
    ...problems,
    ...(key === undefined ? [] : (['unreadable-row'] as const)),
    'internal-error',
    'storage-unavailable',
  ];
}
