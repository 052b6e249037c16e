/** Every code of a problem answer: stable, for programs. The table in `docs/api.md` and the OpenAPI document come from here. */
export const problems = {
  'invalid-key': {
    status: 400,
    title: 'The key is not valid',
    when: 'The key in the path is not one that Partner Center could have.',
  },
  'invalid-parameter': {
    status: 400,
    title: 'A query parameter is not valid',
    when: 'A query parameter is unknown, given twice, or has a value that it cannot have. `detail` says which and why.',
  },
  'invalid-token': {
    status: 400,
    title: 'The token does not belong to this request',
    when: '`token` is not out of a `nextLink` of this list with this filter. Begin again without it.',
  },
  'invalid-body': {
    status: 400,
    title: 'The request body is not valid',
    when: 'The body is not JSON, or not of the shape that is asked for. `detail` says what is wrong.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    when: 'With `EASY_AUTH_REQUIRED`: the request has no identity of Microsoft Entra.',
  },
  forbidden: {
    status: 403,
    title: 'The app role for this is missing',
    when: 'With `EASY_AUTH_REQUIRED`: the caller has an identity, and not the app role that the operation needs.',
  },
  'not-tracked': {
    status: 404,
    title: 'This submission is not tracked',
    when: 'Nobody tracks the submission. Its history is there if somebody ever did.',
  },
  'not-watched': { status: 404, title: 'This product is not watched', when: 'Nobody watches the product.' },
  'not-set-aside': {
    status: 404,
    title: 'Nothing of this id is set aside',
    when: 'The id is not in `GET /api/set-aside`, or not any more.',
  },
  'concurrent-change': {
    status: 409,
    title: 'It changed at the same time; repeat the request',
    when: 'A pass or another request wrote it between our read and our write.',
  },
  'entry-unreadable': {
    status: 409,
    title: 'The entry itself cannot be read',
    when: 'What it took out of the way is lost with it: it can only be discarded. The history of the submission has its events.',
  },
  'unreadable-row': {
    status: 409,
    title: 'What is stored of it cannot be read',
    when:
      'Its row was damaged, or written by a newer release. The next pass sets it aside; `POST /api/set-aside/retry` or ' +
      '`discard` makes it anew.',
  },
  'body-too-large': {
    status: 413,
    title: 'The request body is too large',
    when: 'The body has more than 64 KiB.',
  },
  'internal-error': {
    status: 500,
    title: 'The request could not be served',
    when: 'A mistake of ours. The log has the reason, under the invocation id in `detail`.',
  },
  'broker-unavailable': {
    status: 503,
    title: 'The broker did not take the event',
    when: 'Service Bus could not be reached, or refused. `Retry-After` says when to try again.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'The storage did not answer',
    when: 'Table Storage could not be reached, or throttles. `Retry-After` says when to try again.',
  },
} as const satisfies Readonly<Record<string, ProblemText>>;

interface ProblemText {
  readonly status: number;
  readonly title: string;
  /** For the documentation. */
  readonly when: string;
}

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as ProblemCode[];
