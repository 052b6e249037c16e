import { addressPath } from './address.ts';
import type { Reply, Request } from './request-node.ts';
import { type SharedAccessKey, verifySasToken } from './sas-token.ts';

/** What one connection has proved it may use (claims-based security). */
export interface Claims {
  /** Answers a `put-token` request of the node `$cbs`. */
  put(request: Request): Reply;
  /** True when a token was put for this path or one above it. */
  allow(path: string): boolean;
}

/** The claims of a new connection: none. */
export function createClaims(key: SharedAccessKey): Claims {
  const claimed = new Set<string>();
  return {
    put({ body }) {
      const resource = typeof body === 'string' ? verifySasToken(body, key, Date.now() / 1000) : undefined;
      if (resource === undefined) {
        return {
          status: 401,
          description:
            'Attempted to perform an unauthorized operation: the token has an invalid signature or is expired.',
          condition: 'amqp:unauthorized-access',
        };
      }
      claimed.add(addressPath(resource));
      return { status: 202, description: 'Accepted' };
    },
    allow: (path) => [...claimed].some((claim) => claim === '' || path === claim || path.startsWith(`${claim}/`)),
  };
}
