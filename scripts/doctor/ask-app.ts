import type { Diagnosis } from '../../shared/domain/diagnosis.ts';

/** What opens the app: a function key, or a token of Entra where Easy Auth takes the place of keys. */
interface Pass {
  readonly key: string;
  readonly token: string;
}

const advice: Readonly<Record<number, string>> = {
  401: 'DOCTOR_KEY is none of its keys (az functionapp keys list); behind Easy Auth it wants DOCTOR_TOKEN, a token for its Entra app (az account get-access-token)',
  403: 'the token is good, but whose it is has not the app role Submissions.Operate',
  404: 'there is no such app, or its functions did not load: GET /api/health and the log say why',
};

/**
 * Asks a deployed app, which looks with its own identity and network.
 * @param url of its API, such as `https://func-x.azurewebsites.net/api`.
 * @throws Error that says what to do.
 */
export async function askApp(url: string, { key, token }: Pass): Promise<Diagnosis> {
  const address = `${url.replace(/\/$/, '')}/diagnose`;
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      ...(key === '' ? {} : { 'x-functions-key': key }),
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(120_000),
  }).catch((error: unknown) => {
    throw new Error(`${address} cannot be reached: ${reasonOf(error)}`, { cause: error });
  });
  if (!response.ok) {
    throw new Error(`The app answered ${response.status}: ${advice[response.status] ?? 'its log has the reason'}`);
  }
  return (await response.json()) as Diagnosis;
}

/** `fetch` itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error.cause instanceof Error)) return error.message;
  // Where several addresses were tried in vain there is a code alone.
  return error.cause.message || ('code' in error.cause ? String(error.cause.code) : error.message);
}
