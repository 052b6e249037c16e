import { setTimeout as wait } from 'node:timers/promises';

/** Passes of the app, seen over its API. */
export function createPasses(apiUrl: string, key: string) {
  async function lastStart(): Promise<string> {
    const response = await fetch(`${apiUrl}/api/status`, { headers: { 'x-functions-key': key } });
    const { lastPass } = (await response.json()) as { lastPass?: { startedAt: string } };
    return lastPass?.startedAt ?? '';
  }

  return {
    /** Resolves once a pass that began after the call has ended. */
    async next(signal: AbortSignal): Promise<void> {
      const now = new Date().toISOString();
      while (!signal.aborted && (await lastStart()) < now) await wait(200);
    },
  };
}
