import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, jsonAnswer } from './answer.ts';
import { errorAnswer } from './error-answers.ts';
import type { Noise } from './noise.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ApiName, ApiRoute, SimulatedApi } from './simulated-api.ts';
import { type TokenEndpoint, tenantOf } from './token-endpoint.ts';
import type { Tokens } from './tokens.ts';

/** A request as far as it can be told from its first line. */
export interface Call {
  readonly api: ApiName | 'token' | null;
  readonly key: string | undefined;
  readonly route: ApiRoute | undefined;
  answer(request: { headers: IncomingHttpHeaders; body: string }): Answer;
}

export type Gateway = ReturnType<typeof createGateway>;

interface Parts {
  readonly apis: readonly SimulatedApi[];
  readonly tokens: Tokens;
  readonly tokenEndpoint: TokenEndpoint;
  readonly rateLimit: RateLimit;
  readonly noise: Noise;
}

/** What stands in front of the APIs: tells the hosts apart, checks the token, holds the rate limit. */
export function createGateway({ apis, tokens, tokenEndpoint, rateLimit, noise }: Parts) {
  function apiCall(api: SimulatedApi, method: string, url: URL): Call {
    const route = api.route(segmentsOf(url.pathname.slice(api.prefix.length)));
    return {
      api: api.name,
      key: route?.key,
      route,
      answer({ headers }) {
        if (!tokens.accepts(headers.authorization, api.audience)) {
          const { status, body } = errorAnswer(api.name, 401);
          return jsonAnswer(status, body, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
        }
        const refusal = rateLimit.refuse(api.name);
        if (refusal) return refusal;
        if (!route) return errorAnswer(api.name, 404, { message: 'No such resource', target: 'resource' });
        if (method !== 'GET') {
          const { status, body } = errorAnswer(api.name, 405, { target: 'method' });
          return jsonAnswer(status, body, { Allow: 'GET' });
        }
        const answer = route.answer({ query: url.searchParams, headers });
        if (answer.status !== 200) return answer;
        return { ...answer, body: noise.apply(url.pathname + url.search, answer.body, api.name === 'hardware') };
      },
    };
  }

  function identify(method: string, url: URL): Call {
    const tenant = tenantOf(url.pathname);
    if (tenant !== undefined) {
      const answer: Call['answer'] = ({ body }) => tokenEndpoint.answer(method, tenant, new URLSearchParams(body));
      return { api: 'token', key: undefined, route: undefined, answer };
    }
    const api = apis.find(({ prefix }) => url.pathname.startsWith(prefix));
    if (api) return apiCall(api, method, url);
    const answer = () => jsonAnswer(404, { statusCode: 404, message: 'Resource not found' });
    return { api: null, key: undefined, route: undefined, answer };
  }

  return { identify };
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').flatMap((segment) => (segment === '' ? [] : [decoded(segment)]));
}

/** A segment that is not properly encoded is looked up as it is, and not found. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
