import type { InvocationContext } from '@azure/functions';
import type { PassSummary } from '../shared/ports/pass-log.ts';
import { pollSubmissions } from '../shared/use-cases/poll-submissions.ts';
import type { Services } from './services.ts';

/** For what is under way when a pass is asked to end; below the host's `functionTimeout` together with the longest pass. */
export const graceSeconds = 15;

/** A pass that is written down for health, whether it ends or throws, and logged in one line. */
export async function runRecordedPass(
  services: Services,
  context: InvocationContext,
  seconds: number,
): Promise<PassSummary> {
  const started = services.now();
  const dependencies = await services.poll(context);
  const passLog = await services.passLog();
  const record = (summary?: PassSummary) =>
    passLog.record({
      startedAt: started.toISOString(),
      endedAt: services.now().toISOString(),
      ...(summary === undefined ? {} : { summary }),
    });
  try {
    const summary = await withinHardLimit(
      pollSubmissions(dependencies, AbortSignal.timeout(seconds * 1000)),
      (seconds + graceSeconds) * 1000,
    );
    await record(summary);
    const ms = services.now().getTime() - started.getTime();
    context.info(`poll: ${JSON.stringify({ pass: context.invocationId, ms, ...summary })}`);
    return summary;
  } catch (error) {
    // What failed matters more than that it could not be written down.
    await record().catch(() => context.error('poll: the failed pass could not be recorded'));
    throw error;
  }
}

/** Storage or a broker that hangs must not keep a pass until the host ends the whole process. */
async function withinHardLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const overrun = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => reject(new Error(`The pass overran its limit of ${limitMs / 1000} s`)));
  });
  return Promise.race([work, overrun]);
}
