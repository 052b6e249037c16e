/** The error family. Expected outcomes are values (see `ports/`); these are thrown where a caller cannot go on. */

/** The settings do not make a configuration. Thrown once, at start; carries every problem, and no value of a setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A body of Partner Center that is not what its API sends. Thrown by the parsers; the client turns it into a failed read. */
export class UnreadableBodyError extends Error {
  override readonly name = 'UnreadableBodyError';
}

/** An event could not be handed to the broker. `retryable` is false where the same event would be refused again. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly retryable: boolean;

  constructor(message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
  }
}

/** Table Storage failed in a way that is not an outcome: unreachable, throttled, forbidden. Nothing is known then. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** A stored row cannot be read back. Carries where it is, not what is in it. */
export class CorruptRowError extends Error {
  override readonly name = 'CorruptRowError';
}

/**
 * The code of what went wrong at the bottom, such as `ECONNREFUSED`: it comes wrapped by fetch and once more by its client. Messages
 * are left out, because they may name a URL that is a secret.
 */
export function innermostCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { cause, code, name } = error as { cause?: unknown; code?: unknown; name?: unknown };
  return typeof cause === 'object' && cause !== null ? innermostCode(cause) : String(code ?? name);
}
