import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SharedAccessKey {
  readonly name: string;
  readonly value: string;
}

/**
 * Checks a shared access signature as the service does
 * (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas): key name, HMAC-SHA256 and expiry.
 *
 * @param seconds now, in seconds since 1970; real time even where the broker's clock is moved by hand, since clients date tokens
 * @returns the resource URI the token is for, or undefined when it proves nothing
 */
export function verifySasToken(token: string, key: SharedAccessKey, seconds: number): string | undefined {
  const [scheme, parameters = ''] = token.split(' ', 2);
  if (scheme !== 'SharedAccessSignature') return undefined;
  const fields = new Map(parameters.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), valueIn(pair)]));
  const [resource = '', expiry = '', signature = ''] = [fields.get('sr'), fields.get('se'), fields.get('sig')];
  if (fields.get('skn') !== key.name || !(Number(expiry) > seconds)) return undefined;
  const expected = createHmac('sha256', key.value).update(`${resource}\n${expiry}`).digest();
  const actual = Buffer.from(decode(signature), 'base64');
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? decode(resource) : undefined;
}

function valueIn(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1);
}

/** Malformed escapes make a signature wrong, not the broker fail. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
