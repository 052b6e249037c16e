import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionDefinition } from '../function-definition.ts';
import type { Invoker } from '../invoker.ts';
import type { HostKeys } from './host-keys.ts';
import { isAuthorized } from './host-keys.ts';
import { isTooLarge, presentedKey, readBody, sendEmpty, sendHttpResponse, toHttpRequestData } from './http-exchange.ts';
import type { HttpTrigger } from './http-trigger.ts';
import { compareRoutes, pathSegments } from './route-template.ts';

type HttpFunction = FunctionDefinition<HttpTrigger>;

/**
 * Serves the HTTP functions as the host does: 404 for an unknown path, a wrong method and a disabled function, 401 for a
 * missing or wrong key, 500 with no body for a failure, 204 where the function returns nothing.
 */
export function createHttpFunctions(
  definitions: readonly HttpFunction[],
  routePrefix: string,
  keys: HostKeys,
  invoker: Invoker,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  const prefix = pathSegments(`/${routePrefix}`);
  const byPrecedence = definitions
    .filter(({ isDisabled }) => !isDisabled)
    .sort((a, b) => compareRoutes(a.trigger.route, b.trigger.route));

  return async (request, response, url) => {
    const segments = withoutPrefix(pathSegments(url.pathname), prefix);
    const found = segments && findFunction(byPrecedence, request.method ?? 'GET', segments);
    if (found === undefined) {
      request.resume();
      sendEmpty(response, 404);
      return;
    }
    const { name, trigger, registered } = found.definition;
    if (!isAuthorized(keys, trigger.authLevel, name, presentedKey(request, url))) {
      request.resume();
      sendEmpty(response, 401);
      return;
    }
    if (isTooLarge(request)) {
      request.resume();
      sendEmpty(response, 413);
      return;
    }
    const body = await readBody(request);
    const data = { http: toHttpRequestData(request, url, found.params, body) };
    const result = await invoker.invoke(registered, { reason: `${request.method} ${url.pathname}`, data }).then(
      (returned) => ({ returned }),
      () => undefined,
    );
    if (result === undefined) {
      sendEmpty(response, 500);
    } else {
      sendHttpResponse(response, result.returned);
    }
  };
}

function withoutPrefix(segments: readonly string[], prefix: readonly string[]): readonly string[] | undefined {
  const starts = prefix.every((text, index) => segments[index]?.toLowerCase() === text.toLowerCase());
  return starts ? segments.slice(prefix.length) : undefined;
}

function findFunction(
  definitions: readonly HttpFunction[],
  method: string,
  segments: readonly string[],
): { definition: HttpFunction; params: Record<string, string> } | undefined {
  for (const definition of definitions) {
    const { methods, route } = definition.trigger;
    const params = methods.length === 0 || methods.includes(method) ? route.match(segments) : undefined;
    if (params !== undefined) {
      return { definition, params };
    }
  }
  return undefined;
}
