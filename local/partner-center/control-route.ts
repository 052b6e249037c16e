import type { Answer } from './answer.ts';

export interface ControlCall {
  /** The last segment where the path ends in a `{name}`, decoded. */
  readonly name: string;
  /** undefined: the request had no body. */
  readonly body: unknown;
}

/** One call under `/_local/`; the index lists them. */
export interface ControlRoute {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** After `/_local/`, may end in `{something}`. */
  readonly path: string;
  readonly does: string;
  answer(call: ControlCall): Answer;
}
