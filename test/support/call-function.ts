import {
  type HttpFunctionOptions,
  HttpRequest,
  type HttpResponseInit,
  InvocationContext,
  type Timer,
  type TimerFunctionOptions,
} from '@azure/functions';

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

/** Calls an HTTP function as the host does, without the host. @param path with query, as in `submissions?limit=1`. */
export async function callFunction(
  options: HttpFunctionOptions,
  path: string,
  params: Record<string, string> = {},
): Promise<Called> {
  const { context, logged } = aContext('the-function');
  const [method = 'GET'] = options.methods ?? [];
  const url = new URL(path, 'https://watch.example.org/api/');
  const query = Object.fromEntries(url.searchParams);
  const answer = await options.handler(new HttpRequest({ method, url: url.href, query, params }), context);
  const { status = 200, headers = {}, body } = answer as HttpResponseInit;
  const text = typeof body === 'string' ? body : '';
  return {
    status,
    headers: headers as Record<string, string>,
    text,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
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

function aContext(functionName: string): { context: InvocationContext; logged: string[] } {
  const logged: string[] = [];
  const context = new InvocationContext({
    functionName,
    invocationId,
    logHandler: (level, ...parts) => {
      logged.push(`${level}: ${parts.join(' ')}`);
    },
  });
  return { context, logged };
}
