import { type Answer, jsonAnswer } from './answer.ts';
import { MANAGE_AUDIENCE } from './credentials.ts';
import { errorAnswer } from './error-answers.ts';
import type { JsonBody } from './json-body.ts';
import type { ApiRoute, SimulatedApi, World } from './simulated-api.ts';
import { productBody, rolloutBody, type StoreSubmission, statusBody, submissionBody } from './store-bodies.ts';

/** Store v1.0: add-ons, apps and package flights. */
export function createStoreApi(world: World): SimulatedApi {
  const { submissions } = world;

  function product(key: string): ApiRoute {
    const answer = () => {
      const known = submissions.product(key);
      if (known) return jsonAnswer(200, productBody(world, known.key));
      return errorAnswer('store', 404, { message: 'No such product', target: 'product' });
    };
    return { key, shows: [], answer };
  }

  /** All apps of the account, as `top` and `skip` ask (`get-all-apps.md`). */
  const apps: ApiRoute = {
    key: 'app',
    shows: [],
    answer({ query }) {
      const all = submissions.allProducts().filter(({ key }) => key.kind === 'app');
      const [top, skip] = [asked(query, 'top', 10), asked(query, 'skip', 0)];
      const next = skip + top < all.length ? { '@nextLink': `applications?skip=${skip + top}&top=${top}` } : {};
      const value = all.slice(skip, skip + top).map(({ key }) => productBody(world, key));
      return jsonAnswer(200, { ...next, value, totalCount: all.length });
    },
  };

  function submission(
    productKey: string,
    id: string,
    shows: ApiRoute['shows'],
    body: (world: World, submission: StoreSubmission) => JsonBody,
  ): ApiRoute {
    const key = `${productKey}:${id}`;
    const answer = () => {
      const found = submissions.get(key);
      return found?.api === 'store' ? jsonAnswer(200, body(world, found)) : missing(productKey, id);
    };
    return { key, shows, answer };
  }

  /** A submission of some other product is a conflict, not an absence. */
  function missing(productKey: string, id: string): Answer {
    const kind = productKey.split(':')[0];
    const elsewhere = submissions.all().some(({ key }) => key.product.kind === kind && key.submissionId === id);
    if (!elsewhere) return errorAnswer('store', 404);
    return errorAnswer('store', 409, { message: 'The submission does not belong to this product' });
  }

  return {
    name: 'store',
    audience: MANAGE_AUDIENCE,
    prefix: '/v1.0/my/',
    route(path) {
      if (path.length === 1 && path[0] === 'applications') return apps;
      const parent = parentOf(path);
      if (!parent) return undefined;
      const [list, id, view, ...more] = parent.rest;
      if (list === undefined) return product(parent.key);
      if (list !== 'submissions' || id === undefined || more.length > 0) return undefined;
      if (view === undefined) return submission(parent.key, id, ['status', 'rollout'], submissionBody);
      if (view === 'status') return submission(parent.key, id, ['status'], statusBody);
      const hasPackages = !parent.key.startsWith('addon:');
      return view === 'packagerollout' && hasPackages
        ? submission(parent.key, id, ['rollout'], rolloutBody)
        : undefined;
    },
  };
}

function asked(query: URLSearchParams, name: string, fallback: number): number {
  const value = query.get(name) ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : fallback;
}

function parentOf(path: readonly string[]): { key: string; rest: readonly string[] } | undefined {
  const [root, id, list, flightId] = path;
  if (id === undefined) return undefined;
  if (root === 'inappproducts') return { key: `addon:${id}`, rest: path.slice(2) };
  if (root !== 'applications') return undefined;
  if (list !== 'flights') return { key: `app:${id}`, rest: path.slice(2) };
  return flightId === undefined ? undefined : { key: `flight:${id}:${flightId}`, rest: path.slice(4) };
}
