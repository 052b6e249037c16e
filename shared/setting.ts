import { z } from 'zod';

/** Kinds of settings. Their messages never repeat the value, which may be a secret. */

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export const required = z.string('is required');
export const optionalText = z.string().optional();
export const requiredGuid = required.regex(guid, 'must be a GUID');
export const optionalGuid = z.string().regex(guid, 'must be a GUID').optional();

export function wholeNumber(fallback: number, least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
    .default(fallback);
}

export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true');

/** https; plain http to this machine only, which `Config` further binds to local mode. */
export const serviceUrl = z
  .string()
  .refine(isServiceUrl, 'must be an https URL (http only to this machine, in local mode)');

/** `CommitStarted=24, signing=96`: hours by wire state, or by hardware step. */
export const hoursByState = z
  .string()
  .regex(
    /^\s*[\w/-]+\s*=\s*[1-9]\d{0,3}\s*(,\s*[\w/-]+\s*=\s*[1-9]\d{0,3}\s*)*$/,
    'must be state=hours, separated by commas',
  )
  .optional()
  .transform((text) =>
    (text ?? '')
      .split(',')
      .filter((pair) => pair.trim() !== '')
      .map((pair): [state: string, hours: number] => {
        const [state = '', hours] = pair.split('=');
        return [state.trim().toLowerCase(), Number(hours)];
      }),
  );

/** Six fields (or five, without seconds) of an NCRONTAB expression. The host reads it; here only its shape is checked. */
export const schedule = z.string().regex(/^\s*(\S+\s+){4,5}\S+\s*$/, 'must be an NCRONTAB expression of six fields');

export function isLoopback(text: string): boolean {
  return loopbackHosts.has(URL.parse(text)?.hostname ?? '');
}

export function isPlainHttp(text: string): boolean {
  return URL.parse(text)?.protocol === 'http:';
}

function isServiceUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username + url.password + url.search + url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text));
}
