import type {
  HttpFunctionOptions,
  HttpMethod,
  HttpRequest,
  HttpResponseInit,
  InvocationContext,
} from '@azure/functions';
import {
  type ProductKey,
  parseProductKey,
  parseSubmissionKey,
  type SubmissionKey,
} from '../shared/domain/submission-key.ts';
import { DeliveryError } from '../shared/errors.ts';
import { problem } from './http.ts';

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** Settings of an HTTP function that needs a key; what its handler throws becomes a problem answer and a log line. */
export function httpFunction(method: HttpMethod, route: string, handler: Handler): HttpFunctionOptions {
  return { methods: [method], route, authLevel: 'function', handler: answeringAlways(handler) };
}

export function answeringAlways(handler: Handler): Handler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof DeliveryError) return problem('broker-unavailable', error.message);
      context.error(`${context.functionName}: ${error instanceof Error ? error.message : 'unknown error'}`);
      return problem('internal-error', `The log has the reason, under the invocation id ${context.invocationId}.`);
    }
  };
}

/** Runs `handler` with the key in the route, or answers 400 where it is none. */
export function withSubmissionKey(
  handler: (key: SubmissionKey, request: HttpRequest) => Promise<HttpResponseInit>,
): Handler {
  return async (request) => {
    const key = parseSubmissionKey(request.params['key'] ?? '');
    if (key !== undefined) return handler(key, request);
    return problem(
      'invalid-key',
      'A key is kind:productId:submissionId with kind hardware, addon, app or msi, or flight:appId:flightId:submissionId.',
    );
  };
}

/** Runs `handler` with the product key in the route, or answers 400 where it is none. */
export function withProductKey(handler: (key: ProductKey) => Promise<HttpResponseInit>): Handler {
  return async (request) => {
    const key = parseProductKey(request.params['key'] ?? '');
    if (key !== undefined) return handler(key);
    return problem('invalid-key', 'A product key is kind:productId, or flight:appId:flightId.');
  };
}
