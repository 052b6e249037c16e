import {
  type HttpFunctionOptions,
  HttpRequest,
  type HttpResponseInit,
  InvocationContext,
  type InvocationContextInit,
  type ServiceBusQueueFunctionOptions,
  type Timer,
  type TimerFunctionOptions,
} from '@azure/functions';
import { expectDocumented } from './documented-answer.ts';

export interface Called {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The body as sent; empty without one. */
  readonly text: string;
  /** The body, parsed. */
  readonly body: unknown;
  /** `level: message` of what the function logged. */
  readonly logged: readonly string[];
}

export const invocationId = '5d8f7f0e-0000-4000-8000-00000000000a';

/**
 * Calls an HTTP function as the host does, without the host.
 * @param path with query, as in `submissions?limit=1`.
 * Each answer is held to the OpenAPI document.
 * @param requestBody as text, or a value to be sent as JSON.
 */
export async function callFunction(
  options: HttpFunctionOptions,
  path: string,
  params: Record<string, string> = {},
  requestBody?: unknown,
  requestHeaders: Record<string, string> = {},
): Promise<Called> {
  const { context, logged } = aContext('the-function');
  const [method = 'GET'] = options.methods ?? [];
  const url = new URL(path, 'https://watch.example.org/api/');
  const query = Object.fromEntries(url.searchParams);
  const string = typeof requestBody === 'string' ? requestBody : JSON.stringify(requestBody);
  const sent = requestBody === undefined ? {} : { body: { string } };
  const answer = await options.handler(
    new HttpRequest({ method, url: url.href, query, params, headers: requestHeaders, ...sent }),
    context,
  );
  const { status = 200, headers = {}, body } = answer as HttpResponseInit;
  const text = typeof body === 'string' ? body : '';
  const called = { status, headers: headers as Record<string, string>, text };
  expectDocumented(options, called);
  return {
    ...called,
    body: /json$|json;/.test(called.headers['content-type'] ?? '') ? (JSON.parse(text) as unknown) : undefined,
    logged,
  };
}

/** Runs a timer function once. @returns what it logged; rejects with what it threw. */
export async function runTimer(options: TimerFunctionOptions, isPastDue = false): Promise<readonly string[]> {
  const { context, logged } = aContext('the-timer');
  const at = '2026-03-02T08:00:00.000Z';
  const timer: Timer = {
    isPastDue,
    schedule: { adjustForDST: true },
    scheduleStatus: { last: at, next: at, lastUpdated: at },
  };
  await options.handler(timer, context);
  return logged;
}

/** Hands a message to a queue function, for the `deliveryCount`th time. @returns what it logged; rejects with what it threw. */
export async function deliver(
  options: ServiceBusQueueFunctionOptions,
  body: unknown,
  deliveryCount = 1,
): Promise<readonly string[]> {
  const { context, logged } = aContext('the-queue', { deliveryCount });
  await options.handler(body, context);
  return logged;
}

function aContext(
  functionName: string,
  triggerMetadata: Record<string, unknown> = {},
): { context: InvocationContext; logged: string[] } {
  const logged: string[] = [];
  const context = new InvocationContext({
    functionName,
    invocationId,
    triggerMetadata: triggerMetadata as NonNullable<InvocationContextInit['triggerMetadata']>,
    logHandler: (level, ...parts) => {
      logged.push(`${level}: ${parts.join(' ')}`);
    },
  });
  return { context, logged };
}
