import { type Answer, jsonAnswer } from './answer.ts';
import { STORE_AUDIENCE } from './credentials.ts';
import { errorAnswer } from './error-answers.ts';
import type { JsonBody } from './json-body.ts';
import type { ApiRoute, SimulatedApi, World } from './simulated-api.ts';

/** MSI/EXE v1: two status resources and nothing else. Every call names the seller account. */
export function createMsiApi(world: World): SimulatedApi {
  const { submissions } = world;

  function route(key: string, shows: ApiRoute['shows'], answer: () => Answer): ApiRoute {
    const guarded: ApiRoute['answer'] = ({ headers }) => {
      const seller = headers['x-seller-account-id'];
      return typeof seller === 'string' && seller.trim() !== '' ? answer() : errorAnswer('msi', 400);
    };
    return { key, shows, answer: guarded };
  }

  function productStatus(productId: string): ApiRoute {
    const key = `msi:${productId}`;
    return route(key, [], () => {
      if (!submissions.product(key)) return errorAnswer('msi', 404, { message: 'No such product', target: 'product' });
      const ongoing = submissions.pending(key)?.key.submissionId ?? '';
      // Recorded bodies print no errors as an empty list or as null.
      return success(ongoing === '' ? null : [], { isReady: true, ongoingSubmissionId: ongoing });
    });
  }

  function submissionStatus(productId: string, submissionId: string): ApiRoute {
    const key = `msi:${productId}:${submissionId}`;
    return route(key, ['status'], () => {
      const found = submissions.get(key);
      if (found?.api !== 'msi') return errorAnswer('msi', 404);
      const { publishingStatus, hasFailed, errors } = found.model;
      const listed = errors.map(({ code, message, target }) => ({
        code,
        message: world.sas.inText(message, key),
        target,
      }));
      return success(listed.length > 0 ? listed : null, { publishingStatus, hasFailed });
    });
  }

  return {
    name: 'msi',
    audience: STORE_AUDIENCE,
    prefix: '/submission/v1/product/',
    route([productId, second, third, fourth, ...rest]) {
      if (productId === undefined || rest.length > 0) return undefined;
      if (second === 'status' && third === undefined) return productStatus(productId);
      const isSubmission = second === 'submission' && third !== undefined && fourth === 'status';
      return isSubmission ? submissionStatus(productId, third) : undefined;
    },
  };
}

function success(errors: JsonBody, responseData: JsonBody): Answer {
  return jsonAnswer(200, { isSuccess: true, errors, responseData });
}
