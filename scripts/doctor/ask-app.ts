import type { Diagnosis } from '../../shared/domain/diagnosis.ts';

/**
 * Asks a deployed app, which looks with its own identity and network.
 * @param url of its API, such as `https://func-x.azurewebsites.net/api`.
 * @throws Error that says what to do.
 */
export async function askApp(url: string, key: string): Promise<Diagnosis> {
  const response = await fetch(`${url.replace(/\/$/, '')}/diagnose`, {
    method: 'POST',
    headers: { 'x-functions-key': key },
    redirect: 'error',
    signal: AbortSignal.timeout(120_000),
  });
  const advice: Readonly<Record<number, string>> = {
    401: 'the key is not one of the app (az functionapp keys list)',
    404: 'there is no such app, or its functions did not load: GET /api/health and the log say why',
  };
  if (!response.ok) {
    throw new Error(`The app answered ${response.status}: ${advice[response.status] ?? 'its log has the reason'}`);
  }
  return (await response.json()) as Diagnosis;
}
