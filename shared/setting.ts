/**
 * Kinds of settings. They are read at each cold start, before anything is served, so they do without a schema library: loading
 * one takes longer than all the rest of the entry. Their messages never repeat the value, which may be a secret.
 */

/** What became of a setting's text. `problem` goes on after the name of the setting. */
type Read<T> = { readonly value: T } | { readonly problem: string };

/** Reads the text that is set. */
export type Kind<T> = (text: string) => Read<T>;

/** Reads the text, or what stands for a setting that is not set. */
export type Setting<T> = (text: string | undefined) => Read<T>;

/** The values of a table of settings, by the same names. */
export type Values<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never;
};

const guidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export function required<T>(kind: Kind<T>): Setting<T> {
  return (text) => (text === undefined ? { problem: 'is required' } : kind(text));
}

export function optional<T>(kind: Kind<T>): Setting<T | undefined> {
  return (text) => (text === undefined ? { value: undefined } : kind(text));
}

export function withDefault<T>(fallback: T, kind: Kind<T>): Setting<T> {
  return (text) => (text === undefined ? { value: fallback } : kind(text));
}

/** @param parse gives undefined for a text that will not do. */
export function parsed<T>(parse: (text: string) => T | undefined, problem: string): Kind<T> {
  return (text) => {
    const value = parse(text);
    return value === undefined ? { problem } : { value };
  };
}

export function matching(pattern: RegExp, problem: string): Kind<string> {
  return parsed((text) => (pattern.test(text) ? text : undefined), problem);
}

export function oneOf<Word extends string>(words: readonly Word[], problem: string): Kind<Word> {
  return parsed((text) => words.find((word) => word === text), problem);
}

export const anyText: Kind<string> = (value) => ({ value });
export const guid = matching(guidPattern, 'must be a GUID');
/** Value of an app role of Microsoft Entra. */
export const appRole = matching(/^[\w.:-]{1,120}$/, 'must be the value of an app role');
/** Six fields (or five, without seconds) of an NCRONTAB expression. The host reads it; here only its shape is checked. */
export const schedule = matching(/^\s*(\S+\s+){4,5}\S+\s*$/, 'must be an NCRONTAB expression of six fields');
/** https; plain http to this machine only, which `Config` further binds to local mode. */
export const serviceUrl = parsed(
  (text) => (isServiceUrl(text) ? text : undefined),
  'must be an https URL (http only to this machine, in local mode)',
);
export const date = parsed((text) => (isDate(text) ? text : undefined), 'must be a date such as 2027-01-31');

export const flag = withDefault(
  false,
  parsed((text) => ({ true: true, false: false })[text], 'must be true or false'),
);

export function wholeNumber(fallback: number, least: number, most: number): Setting<number> {
  const parse = (text: string) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
  return withDefault(fallback, parsed(parse, `must be a whole number from ${least} to ${most}`));
}

type Hours = readonly (readonly [state: string, hours: number])[];

/** `CommitStarted=24, signing=96`: hours by wire state, or by hardware step. */
export const hoursByState = withDefault<Hours>(
  [],
  parsed((text) => {
    if (!/^\s*[\w/-]+\s*=\s*[1-9]\d{0,3}\s*(,\s*[\w/-]+\s*=\s*[1-9]\d{0,3}\s*)*$/.test(text)) return undefined;
    return text.split(',').map((pair): Hours[number] => {
      const [state = '', hours] = pair.split('=');
      return [state.trim().toLowerCase(), Number(hours)];
    });
  }, 'must be state=hours, separated by commas'),
);

/** @returns one line for each setting that will not do, besides the values. */
export function readSettings<Table extends Readonly<Record<string, Setting<unknown>>>>(
  table: Table,
  given: Readonly<Record<string, string | undefined>>,
): { readonly values: Values<Table> } | { readonly problems: readonly string[] } {
  const reads = Object.entries(table).map(([name, read]) => ({ name, read: read(given[name]) }));
  const problems = reads.flatMap(({ name, read }) => ('problem' in read ? [`${name}${named(read.problem)}`] : []));
  if (problems.length > 0) return { problems };
  const values = reads.flatMap(({ name, read }) => ('value' in read ? [[name, read.value]] : []));
  return { values: Object.fromEntries(values) as Values<Table> };
}

/** A problem may begin with a place within the setting. */
function named(problem: string): string {
  return problem.startsWith('.') ? problem : ` ${problem}`;
}

function isLoopback(text: string): boolean {
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

/** Also that the month has the day. */
function isDate(text: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
