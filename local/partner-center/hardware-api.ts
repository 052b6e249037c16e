import { type Answer, jsonAnswer } from './answer.ts';
import { MANAGE_AUDIENCE } from './credentials.ts';
import { errorAnswer } from './error-answers.ts';
import { type HardwareSubmission, link, listRow, productBody, productUrl, submissionBody } from './hardware-bodies.ts';
import type { JsonBody } from './json-body.ts';
import type { ApiRequest, ApiRoute, SimulatedApi, World } from './simulated-api.ts';
import { parseSubmissionKey } from './submission-key.ts';

/** Hardware v2.0: products and submissions, both listed in pages. */
export function createHardwareApi(world: World): SimulatedApi {
  const { submissions } = world;

  const hardwareOf = (productId: string) =>
    submissions.ofProduct(`hardware:${productId}`).filter((one): one is HardwareSubmission => one.api === 'hardware');

  function nameOf(productId: string): string {
    const named = submissions.product(`hardware:${productId}`)?.name;
    return named ?? hardwareOf(productId)[0]?.model.name ?? `Product ${productId}`;
  }

  function listAnswer<T>(
    url: string,
    all: readonly T[],
    request: ApiRequest,
    row: (one: T, index: number) => JsonBody,
  ): Answer {
    const page = world.paging.page(all, request.query);
    if (!page)
      return errorAnswer('hardware', 400, { target: 'continuationToken', message: 'Not a continuation token' });
    const { pageSize, continuationToken } = page;
    const links = [link(url, 'self', 'GET')];
    if (continuationToken !== undefined) {
      const query = `pageSize=${pageSize}&continuationToken=${encodeURIComponent(continuationToken)}`;
      links.push(link(`${url}?${query}`, 'next_link', 'GET'));
    }
    return jsonAnswer(200, { value: page.rows.map(row), links });
  }

  const products: ApiRoute = {
    key: 'hardware',
    shows: [],
    answer(request) {
      const ids = submissions.allProducts().flatMap(({ key }) => (key.kind === 'hardware' ? [key.productId] : []));
      return listAnswer(`${productUrl(world, '')}`, ids, request, (id) => productBody(world, id, nameOf(id)));
    },
  };

  function product(productId: string): ApiRoute {
    return {
      key: `hardware:${productId}`,
      shows: [],
      answer: () => answerIfProduct(productId, () => jsonAnswer(200, productBody(world, productId, nameOf(productId)))),
    };
  }

  function submissionList(productId: string): ApiRoute {
    const url = `${productUrl(world, productId)}/submissions`;
    // The documented example lists derived submissions first and the initial one last.
    const inListOrder = (a: HardwareSubmission, b: HardwareSubmission) =>
      a.model.type === b.model.type ? byId(a, b) : a.model.type === 'derived' ? -1 : 1;
    return {
      key: `hardware:${productId}`,
      shows: [],
      answer: (request) =>
        answerIfProduct(productId, () =>
          listAnswer(url, hardwareOf(productId).sort(inListOrder), request, (one, index) =>
            listRow(world, one, index % 2 === 0),
          ),
        ),
    };
  }

  function submission(productId: string, submissionId: string): ApiRoute {
    const key = `hardware:${productId}:${submissionId}`;
    return {
      key,
      shows: ['status'],
      answer() {
        if (!parseSubmissionKey(key)) return notANumber(productId, submissionId);
        const found = submissions.get(key);
        return found?.api === 'hardware' ? jsonAnswer(200, submissionBody(world, found)) : errorAnswer('hardware', 404);
      },
    };
  }

  function answerIfProduct(productId: string, answer: () => Answer): Answer {
    if (!/^\d+$/.test(productId)) return notANumber(productId);
    const exists = submissions.product(`hardware:${productId}`) !== undefined;
    return exists ? answer() : errorAnswer('hardware', 404, { message: 'No such product' });
  }

  return {
    name: 'hardware',
    audience: MANAGE_AUDIENCE,
    prefix: '/v2.0/my/hardware/',
    route([root, productId, list, submissionId, ...rest]) {
      if (root !== 'products' || rest.length > 0) return undefined;
      if (productId === undefined) return products;
      if (list === undefined) return product(productId);
      if (list !== 'submissions') return undefined;
      return submissionId === undefined ? submissionList(productId) : submission(productId, submissionId);
    },
  };
}

function byId(a: HardwareSubmission, b: HardwareSubmission): number {
  return BigInt(a.key.submissionId) < BigInt(b.key.submissionId) ? -1 : 1;
}

function notANumber(productId: string, submissionId?: string): Answer {
  const target = submissionId === undefined || !/^\d+$/.test(productId) ? 'productId' : 'submissionId';
  return errorAnswer('hardware', 400, { target, message: 'Not a number' });
}
