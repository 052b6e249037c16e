import { randomUUID } from 'node:crypto';
import { type Answer, htmlAnswer, jsonAnswer } from './answer.ts';
import type { ApiName } from './simulated-api.ts';

/** What differs from one error to the next; each API wraps it in its own shape. */
interface ErrorDetails {
  readonly message?: string;
  /** What the error is about: `submission`, `product`, a field, a header. */
  readonly target?: string;
  /** Wait the message speaks of, in seconds; null says nothing of it. */
  readonly waitSeconds?: number | null;
}

const messages: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Unauthorized: the access token is absent or not valid.',
  403: 'The account may not use this API',
  404: 'No such submission',
  405: 'The resource does not support this method',
  409: 'The product uses a feature this API does not cover',
  500: 'An unexpected failure',
};

const codes: Readonly<Record<ApiName, Readonly<Record<number, string>>>> = {
  hardware: {
    400: 'invalidInput',
    403: 'UpdateUnauthorized',
    404: 'EntityNotFound',
    409: 'RequestInvalidForCurrentState',
  },
  store: { 400: 'InvalidParameterValue', 403: 'Unauthorized', 404: 'ResourceNotFound', 409: 'InvalidState' },
  msi: {},
};

/** An error in the shape of that API, worded as in the recorded bodies unless details say otherwise. */
export function errorAnswer(api: ApiName, status: number, details: ErrorDetails = {}): Answer {
  if (status === 502 && api === 'hardware') return htmlAnswer(502, '');
  if (status > 500) return htmlAnswer(status, '<html><body>Service unavailable</body></html>');
  const message = details.message ?? messages[status] ?? `The request failed with ${status}`;
  const code =
    codes[api][status] ??
    (status === 500 ? 'InternalServerError' : status === 405 ? 'MethodNotAllowed' : 'InvalidOperation');
  switch (api) {
    case 'hardware':
      return hardwareError(status, code, message, details);
    case 'store':
      return storeError(status, code, message, details);
    case 'msi':
      return msiError(status, message, details);
  }
}

function hardwareError(status: number, code: string, message: string, details: ErrorDetails): Answer {
  if (status === 401) return jsonAnswer(401, { statusCode: 401, message, activityId: randomUUID() });
  if (status === 429) {
    const wait = waitText(details.waitSeconds, 22, (seconds) => ` Try again in ${seconds} seconds.`);
    return jsonAnswer(429, { statusCode: 429, message: `Too many calls.${wait}`, activityId: randomUUID() });
  }
  if (status !== 400) return jsonAnswer(status, { error: { code, message } });
  const validationErrors = [{ target: details.target ?? 'productId', message: details.message ?? 'Not a number' }];
  return jsonAnswer(400, { error: { code, message: messages[400], validationErrors, httpErrorCode: 0 } });
}

function storeError(status: number, code: string, message: string, details: ErrorDetails): Answer {
  if (status === 401) return jsonAnswer(401, { statusCode: 401, message });
  if (status === 403) return jsonAnswer(403, { code, message });
  if (status === 429) {
    const wait = waitText(details.waitSeconds, 14, (seconds) => ` Wait ${seconds} seconds, then try again.`);
    return jsonAnswer(429, { statusCode: 429, message: `Rate limit reached.${wait}` }, retryAfter(details, 14));
  }
  const source = 'Ingestion Api';
  const common = { code, data: [], details: [] };
  if (status === 500) {
    return jsonAnswer(500, { ...common, innererror: { code: 'UnknownInternalFailure', data: [] }, message, source });
  }
  return jsonAnswer(status, { ...common, message, source, target: details.target ?? 'submission' });
}

function msiError(status: number, message: string, details: ErrorDetails): Answer {
  const wait = waitText(details.waitSeconds, 14, (seconds) => ` Wait ${seconds} seconds, then try again.`);
  const missingHeader = status === 400 && details.message === undefined;
  const error = {
    code: 'error',
    message:
      status === 429 ? `Rate limit reached.${wait}` : missingHeader ? 'The seller account header is missing' : message,
    target: details.target ?? (missingHeader ? 'header' : 'submission'),
  };
  const headers = status === 429 ? retryAfter(details, 14) : {};
  return jsonAnswer(status, { isSuccess: false, errors: [error], responseData: null }, headers);
}

function waitText(given: number | null | undefined, usual: number, text: (seconds: number) => string): string {
  return given === null ? '' : text(given ?? usual);
}

/** The usual header; callers that state a wait set their own. */
function retryAfter(details: ErrorDetails, usual: number): Record<string, string> {
  return details.waitSeconds === undefined ? { 'Retry-After': String(usual) } : {};
}
