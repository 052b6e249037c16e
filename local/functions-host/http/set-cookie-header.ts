import type { CookieData } from '../rpc-data.ts';

const sameSiteNames = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' } as const;

/** The value of a Set-Cookie header. */
export function setCookieHeader(cookie: CookieData): string {
  const { expires, maxAge, domain, path, sameSite } = cookie;
  const attributes = [
    expires && `Expires=${new Date(expires.value.seconds * 1000).toUTCString()}`,
    maxAge && `Max-Age=${Math.trunc(maxAge.value)}`,
    domain && `Domain=${domain.value}`,
    path && `Path=${path.value}`,
    cookie.secure?.value && 'Secure',
    cookie.httpOnly?.value && 'HttpOnly',
    sameSite && sameSite !== 'none' && `SameSite=${sameSiteNames[sameSite]}`,
  ].filter((attribute) => typeof attribute === 'string');
  return [`${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`, ...attributes].join('; ');
}
