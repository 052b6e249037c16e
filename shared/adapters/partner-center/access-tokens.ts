/** A bearer token and the moment it ends, in milliseconds since 1970: the shape of `@azure/identity`. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** Asks the authority for a token for one scope. */
export type TokenSource = (scope: string) => Promise<AccessToken>;

export interface AccessTokens {
  /** Rejects with what the source rejected with. */
  get(scope: string): Promise<string>;
  /** After a 401: forgets the token that was refused, unless it has been replaced already. */
  reject(scope: string, token: string): void;
}

/** Tokens live about an hour; one that ends soon may end on its way. */
const renewBeforeMs = 5 * 60_000;
/** An authority that has not answered by then is asked anew: one request that hangs must not blind the watcher for good. */
const longestAnswerMs = 60_000;

/**
 * One token per scope, asked for once however many reads wait for it.
 * @param createSource called again after a refused token, because the credentials of the SDK keep tokens of their own.
 */
export function createAccessTokens(createSource: () => Promise<TokenSource>, now: () => Date): AccessTokens {
  const held = new Map<string, AccessToken>();
  const asked = new Map<string, { readonly token: Promise<AccessToken>; readonly at: number }>();
  let source: Promise<TokenSource> | undefined;

  async function ask(scope: string): Promise<AccessToken> {
    source ??= createSource();
    try {
      const getToken = await source;
      const token = await getToken(scope);
      held.set(scope, token);
      return token;
    } catch (error) {
      source = undefined;
      throw error;
    }
  }

  /** The request under way, or a new one. */
  function waitFor(scope: string): Promise<AccessToken> {
    const at = now().getTime();
    const known = asked.get(scope);
    if (known !== undefined && at - known.at < longestAnswerMs) return known.token;
    if (known !== undefined) source = undefined;
    const forget = () => {
      if (asked.get(scope) === request) asked.delete(scope);
    };
    const request = { token: ask(scope).finally(forget), at };
    asked.set(scope, request);
    return request.token;
  }

  return {
    async get(scope) {
      const known = held.get(scope);
      if (known !== undefined && known.expiresOnTimestamp - renewBeforeMs > now().getTime()) return known.token;
      return (await waitFor(scope)).token;
    },
    reject(scope, token) {
      if (held.get(scope)?.token !== token) return;
      held.delete(scope);
      source = undefined;
    },
  };
}
