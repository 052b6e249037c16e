import { type AccessTokens, createAccessTokens } from '../../shared/adapters/partner-center/access-tokens.ts';
import { createFixedClock } from './fixed-clock.ts';

interface IssuedTokens {
  readonly tokens: AccessTokens;
  /** Scope of every token that was issued, in order; the nth token is `tokenMark` + n. */
  readonly asked: readonly string[];
}

/** Part of every token: what must show up nowhere. */
export const tokenMark = 'FAKE-ACCESS-TOKEN-';

export function issueTokens(clock = createFixedClock(), seconds = 3_600): IssuedTokens {
  const asked: string[] = [];
  const tokens = createAccessTokens(
    async () => async (scope) => {
      asked.push(scope);
      return { token: `${tokenMark}${asked.length}`, expiresOnTimestamp: clock.now().getTime() + seconds * 1000 };
    },
    clock.now,
  );
  return { tokens, asked };
}
