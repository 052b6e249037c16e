/** The levels of the Functions host, from the least to the most severe; `none` silences a category in host.json. */
export const logLevels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes one line. `source` is the function's name, or `host`. */
export type Log = (level: LogLevel, source: string, message: string) => void;

/** What host.json asks to be kept: the least level of a category such as `Function.poll.User`. */
export type MinimumLevel = (category: string) => LogLevel;

/** One line per entry: `time level [source] message`. Line ends inside a message become ` | `. */
export function createLog(write: (line: string) => void): Log {
  return (level, source, message) => {
    const text = message
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' | ');
    write(`${new Date().toISOString()} ${level} [${source}] ${text}`);
  };
}

/** Whether a line of that level is kept where `minimum` is asked for. */
export function isLogged(level: LogLevel, minimum: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(minimum);
}

/** The level of the longest category that is a dotted prefix of the asked one; then `default`; then `information`. */
export function createMinimumLevel(levels: Readonly<Record<string, string>>): MinimumLevel {
  const known = new Map(
    Object.entries(levels).flatMap(([category, text]) => {
      const level = logLevels.find((name) => name === text.toLowerCase());
      return level === undefined ? [] : [[category.toLowerCase(), level] as const];
    }),
  );
  return (category) => {
    const parts = category.toLowerCase().split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const level = known.get(parts.slice(0, length).join('.'));
      if (level !== undefined) {
        return level;
      }
    }
    return known.get('default') ?? 'information';
  };
}

/** The message of anything thrown, with its stack where it has one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}
