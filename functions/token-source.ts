import type { TokenSource } from '../shared/adapters/partner-center/access-tokens.ts';
import type { Config } from '../shared/config.ts';

/** Where the tokens for Partner Center come from. */
export async function createTokenSource({ partnerCenter }: Config, now: () => Date): Promise<TokenSource> {
  const { credential, ...identity } = partnerCenter;
  if (credential.type === 'loopback') {
    const { createLoopbackTokenSource } = await import('../shared/adapters/partner-center/loopback-token.ts');
    return createLoopbackTokenSource({ ...identity, secret: credential.secret }, now);
  }
  const { createPartnerCenterCredential } = await import('../shared/adapters/identity/partner-center-credential.ts');
  const source = createPartnerCenterCredential({ ...identity, credential });
  return async (scope) => {
    const token = await source.getToken(scope);
    if (token === null) throw new Error('the credential gave no token');
    return token;
  };
}
