import { type Answer, jsonAnswer } from './answer.ts';
import { type Conditions, conditionRoutes } from './control-conditions.ts';
import { ControlProblem } from './control-problem.ts';
import type { ControlCall, ControlRoute } from './control-route.ts';
import { scenarioRoutes } from './control-scenarios.ts';
import { submissionRoutes } from './control-submissions.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  MANAGE_AUDIENCE,
  NOTES_PASSWORD,
  SELLER_ACCOUNT_ID,
  SIGNATURE_MARK,
  STORE_AUDIENCE,
  TENANT_ID,
  TOKEN_MARK,
} from './credentials.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Submissions } from './submissions.ts';

const PREFIX = '/_local/';

/** The calls under `/_local/` by which a person or a test drives this Partner Center. */
export function createControl(
  submissions: Submissions,
  scenarios: ScenarioRunner,
  conditions: Conditions,
  baseUrl: () => string,
) {
  const reset: ControlRoute = {
    method: 'POST',
    path: 'reset',
    does: 'empties everything and lifts all conditions; tokens stay good',
    answer() {
      submissions.clear();
      scenarios.clear();
      for (const one of [conditions.faults, conditions.rateLimit, conditions.noise, conditions.log]) one.clear();
      conditions.paging.reset();
      conditions.tokenEndpoint.setSecretExpired(false);
      return jsonAnswer(200, { reset: true });
    },
  };
  const routes = [
    ...submissionRoutes(submissions),
    ...scenarioRoutes(scenarios),
    ...conditionRoutes(conditions),
    reset,
  ];
  const index: ControlRoute = {
    method: 'GET',
    path: '',
    does: 'this index',
    answer: () => jsonAnswer(200, { ...signIn(baseUrl()), calls: [index, ...routes].map(listed) }),
  };

  function answer(method: string, path: string, body: string): Answer {
    try {
      const { route, name } = find([index, ...routes], method, path);
      return route.answer({ name, body: parsed(body) });
    } catch (error) {
      if (error instanceof ControlProblem) return jsonAnswer(error.status, { error: error.message });
      throw error;
    }
  }

  return { answer, handles: (path: string) => path === '/_local' || path.startsWith(PREFIX) };
}

function find(
  routes: readonly ControlRoute[],
  method: string,
  path: string,
): { route: ControlRoute } & Pick<ControlCall, 'name'> {
  const rest = path.slice(PREFIX.length).replace(/\/$/, '');
  const slash = rest.indexOf('/');
  const [place, name] = slash < 0 ? [rest, ''] : [rest.slice(0, slash), decoded(rest.slice(slash + 1))];
  const atPath = routes.filter((route) => {
    const [start, variable] = route.path.split('/');
    return start === place && (variable !== undefined) === slash >= 0;
  });
  const route = atPath.find((one) => one.method === method);
  if (route) return { route, name };
  const hint = atPath.length > 0 ? ` takes ${atPath.map((one) => one.method).join(', ')}` : ' is not a control call';
  throw new ControlProblem(404, `${method} ${path}: this path${hint}; GET ${PREFIX} lists them all`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ControlProblem(400, 'The path is not properly percent-encoded');
  }
}

function parsed(body: string): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new ControlProblem(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function listed({ method, path, does }: ControlRoute) {
  return { call: `${method} ${PREFIX}${path}`, does };
}

function signIn(url: string) {
  return {
    tokenEndpoint: `${url}/${TENANT_ID}/oauth2/v2.0/token`,
    tenantId: TENANT_ID,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    sellerAccountId: SELLER_ACCOUNT_ID,
    scopes: [`${MANAGE_AUDIENCE}/.default`, `${STORE_AUDIENCE}/.default`],
    hosts: { hardware: `${url}/v2.0/my/hardware`, store: `${url}/v1.0/my`, msi: `${url}/submission/v1` },
    /** What must never leave a watcher. A signature is base64 of text that starts with its mark. */
    secretMarks: { token: TOKEN_MARK, signature: SIGNATURE_MARK, notes: NOTES_PASSWORD },
  };
}
