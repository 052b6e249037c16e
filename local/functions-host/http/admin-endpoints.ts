import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionDefinition } from '../function-definition.ts';
import { type HostKeys, isAuthorized } from './host-keys.ts';
import { presentedKey, readBody, sendEmpty, sendJson } from './http-exchange.ts';
import { pathSegments } from './route-template.ts';

/**
 * Serves what operators use on the real host, with the master key: `POST /admin/functions/NAME` with `{"input": "text"}`
 * begins one invocation of any function that is not HTTP, disabled or not, and answers 202; `GET /admin/host/status`.
 */
export function createAdminEndpoints(
  definitions: readonly FunctionDefinition[],
  keys: HostKeys,
  runByHand: (definition: FunctionDefinition, input: string) => Promise<unknown>,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  const startedAt = performance.now();

  const runFunction = async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    const body = await readBody(request);
    const definition = definitions.find((other) => other.name.toLowerCase() === name.toLowerCase());
    if (definition === undefined) {
      sendEmpty(response, 404);
      return;
    }
    const input = readInput(body);
    if (input === undefined) {
      sendJson(response, 400, { error: 'the body must be a JSON object such as {"input": "text"}' });
      return;
    }
    if (definition.trigger.type === 'http') {
      sendJson(response, 400, { error: `${definition.name} is an HTTP function: call its route` });
      return;
    }
    // Nobody waits for the outcome, which the invocation has logged.
    runByHand(definition, input).catch(() => {});
    sendEmpty(response, 202);
  };

  return async (request, response, url) => {
    const [, area, name, ...more] = pathSegments(url.pathname);
    const route = more.length === 0 ? `${request.method} ${area?.toLowerCase()}` : '';
    if (!isAuthorized(keys, 'admin', undefined, presentedKey(request, url))) {
      request.resume();
      sendEmpty(response, 401);
    } else if (route === 'POST functions' && name !== undefined) {
      await runFunction(request, response, name);
    } else if (route === 'GET host' && name?.toLowerCase() === 'status') {
      const processUptime = Math.round(performance.now() - startedAt);
      sendJson(response, 200, { id: 'local-functions-host', state: 'Running', version: 'local', processUptime });
    } else {
      request.resume();
      sendEmpty(response, 404);
    }
  };
}

function readInput(body: Buffer | undefined): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body?.toString('utf8') ?? '{}');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      const input: unknown = Reflect.get(parsed, 'input') ?? '';
      return typeof input === 'string' ? input : JSON.stringify(input);
    }
  } catch {}
  return undefined;
}
