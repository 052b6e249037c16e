import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { Facet } from './facet.ts';
import type { Paging } from './paging.ts';
import type { Sas } from './sas.ts';
import type { Submissions } from './submissions.ts';

export const apiNames = ['hardware', 'store', 'msi'] as const;
export type ApiName = (typeof apiNames)[number];

export interface ApiRequest {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** A resource of an API: `key` is the submission's or the product's key. */
export interface ApiRoute {
  readonly key: string;
  readonly shows: readonly Facet[];
  answer(request: ApiRequest): Answer;
}

/** One of the services behind the one address. They are read-only here. */
export interface SimulatedApi {
  readonly name: ApiName;
  /** Resource a token must have been asked for. */
  readonly audience: string;
  /** Start of its paths, with the closing slash. */
  readonly prefix: string;
  /** @param path segments after the prefix, decoded. @returns undefined where the API has no such resource. */
  route(path: readonly string[]): ApiRoute | undefined;
}

/** What the APIs are built on. */
export interface World {
  readonly submissions: Submissions;
  readonly sas: Sas;
  readonly paging: Paging;
  /** Address of this server without a closing slash; links in bodies start with it. */
  readonly baseUrl: () => string;
}
