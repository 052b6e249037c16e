import { type ApiClient, ApiError } from './api-client.ts';

/**
 * Whether the key may change anything. Asks to track what is no key of a submission: who may write is told so, and nothing is
 * changed by it.
 * @returns undefined where there was no answer to that.
 */
export async function mayWrite(api: ApiClient): Promise<boolean | undefined> {
  try {
    await api.send('POST', 'submissions', { keys: ['none'] });
    return true;
  } catch (error) {
    const { status = 0 } = error instanceof ApiError ? error : {};
    return status === 401 || status === 403 ? false : undefined;
  }
}
