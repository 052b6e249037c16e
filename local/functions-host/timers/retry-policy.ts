import type { Clock } from '../clock.ts';
import type { RetryContext } from '../core-module.ts';
import { HostError } from '../host-error.ts';

/** How often a failed invocation is run again, and how long after its failure. */
export type RetryPolicy = {
  /** -1 stands for without end. */
  maxRetryCount: number;
  /** Milliseconds to wait before the retry of that number, the first being 1. */
  delay(retry: number): number;
};

/**
 * Reads the retry options as the library registers them: durations as `{ seconds }`.
 * @throws {HostError} for what the host refuses, dropping the function: a missing count or interval.
 */
export function readRetryPolicy(
  options: Readonly<Record<string, unknown>>,
  random: () => number = Math.random,
): RetryPolicy {
  const { retryStrategy, maxRetryCount } = options;
  if (typeof maxRetryCount !== 'number') {
    throw new HostError('its retry policy has no maxRetryCount');
  }
  const milliseconds = (name: string): number => {
    const duration = options[name];
    const seconds: unknown =
      typeof duration === 'object' && duration !== null ? Reflect.get(duration, 'seconds') : undefined;
    if (typeof seconds !== 'number') {
      throw new HostError(`its retry policy ${retryStrategy} has no ${name}`);
    }
    return seconds * 1000;
  };
  if (retryStrategy === 'fixedDelay') {
    const delay = milliseconds('delayInterval');
    return { maxRetryCount, delay: () => delay };
  }
  if (retryStrategy === 'exponentialBackoff') {
    const minimum = milliseconds('minimumInterval');
    const maximum = milliseconds('maximumInterval');
    return { maxRetryCount, delay: (retry) => Math.min(maximum, exponentialDelay(retry, minimum, random)) };
  }
  throw new HostError(`'${retryStrategy}' is no retry strategy`);
}

// The first retry waits the minimum; each later one adds a doubling step of the same size, give or take a fifth.
function exponentialDelay(retry: number, minimum: number, random: () => number): number {
  return retry === 1 ? minimum : minimum + (0.8 + 0.4 * random()) * 2 ** (retry - 2) * minimum;
}

/**
 * Runs the attempt, and again after each failure as the policy says. Resolves to false where the signal ended it before
 * it had succeeded or used up its retries; it never rejects for a failed attempt.
 */
export async function runWithRetries(
  attempt: (context: RetryContext | undefined) => Promise<unknown>,
  policy: RetryPolicy | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const maxRetryCount = policy?.maxRetryCount ?? 0;
  let context: RetryContext | undefined = policy === undefined ? undefined : { retryCount: 0, maxRetryCount };
  for (let retry = 1; ; retry += 1) {
    try {
      await attempt(context);
      return true;
    } catch (error) {
      if (policy === undefined || (maxRetryCount !== -1 && retry > maxRetryCount)) {
        return true;
      }
      await wait(clock, policy.delay(retry), signal);
      if (signal.aborted) {
        return false;
      }
      context = { retryCount: retry, maxRetryCount, exception: exceptionOf(error) };
    }
  }
}

function exceptionOf(error: unknown): NonNullable<RetryContext['exception']> {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return { message: thrown.message, source: '', stackTrace: thrown.stack ?? '' };
}

async function wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.at(new Date(clock.now().getTime() + milliseconds), end);
    signal.addEventListener('abort', end);
  });
}
