import { setTimeout as wait } from 'node:timers/promises';

/** Passes of the app, seen over its API. */
export function createPasses(apiUrl: string, key: string) {
  async function lastStart(signal: AbortSignal): Promise<string> {
    const response = await fetch(`${apiUrl}/api/status`, { headers: { 'x-functions-key': key }, signal });
    const { lastPass } = (await response.json()) as { lastPass?: { startedAt: string } };
    return lastPass?.startedAt ?? '';
  }

  return {
    /** Resolves once a pass that began after the call has ended, or with the signal. */
    async next(signal: AbortSignal): Promise<void> {
      const now = new Date().toISOString();
      try {
        while ((await lastStart(signal)) < now) await wait(200, undefined, { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
