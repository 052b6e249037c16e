import type { ApiHost } from '../domain/api-host.ts';
import type { ListAccess } from '../domain/explain-read.ts';
import type { TokenResult } from '../domain/explain-token.ts';

/** Looks at whether Partner Center lets us in. Never throws. */
export interface PartnerCenterAccess {
  /** A new token, never a kept one. */
  token(host: ApiHost, signal: AbortSignal): Promise<TokenResult>;
  /** The first page of the account's products, or apps: one request. */
  list(api: 'hardware' | 'store', signal: AbortSignal): Promise<ListAccess>;
}
