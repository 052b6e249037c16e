import { randomBytes } from 'node:crypto';
import { TOKEN_MARK } from './credentials.ts';

export type Tokens = ReturnType<typeof createTokens>;

/** The access tokens in circulation: opaque, good for one audience, for `lifetimeSeconds`. */
export function createTokens(now: () => number, lifetimeSeconds: number) {
  const issued = new Map<string, { audience: string; expiresAt: number }>();

  return {
    lifetimeSeconds,
    issue(audience: string): string {
      for (const [token, { expiresAt }] of issued) if (expiresAt <= now()) issued.delete(token);
      const token = `${TOKEN_MARK}.${randomBytes(48).toString('base64url')}`;
      issued.set(token, { audience, expiresAt: now() + lifetimeSeconds * 1000 });
      return token;
    },
    /** @param authorization the header as it came. */
    accepts(authorization: string | undefined, audience: string): boolean {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      const found = token === undefined ? undefined : issued.get(token);
      return found !== undefined && found.audience === audience && found.expiresAt > now();
    },
    /** @returns how many there were. */
    revokeAll(): number {
      const count = issued.size;
      issued.clear();
      return count;
    },
  };
}
