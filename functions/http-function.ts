import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { CorruptRowError, DeliveryError, StorageError } from '../shared/errors.ts';
import { problem } from './http.ts';

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** What the handler throws becomes a problem answer, and a log line with the reason. */
export function answeringAlways(handler: Handler): Handler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof DeliveryError) return problem('broker-unavailable', error.message);
      context.error(`${context.functionName}: ${error instanceof Error ? error.message : 'unknown error'}`);
      if (error instanceof CorruptRowError) return problem('unreadable-row', error.message);
      if (error instanceof StorageError) return problem('storage-unavailable');
      return problem('internal-error', `The log has the reason, under the invocation id ${context.invocationId}.`);
    }
  };
}
