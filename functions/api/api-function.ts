import type { HttpFunctionOptions, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { z } from 'zod';
import { parseProductKey, parseSubmissionKey } from '../../shared/domain/submission-key.ts';
import { problem } from '../http.ts';
import { answeringAlways } from '../http-function.ts';
import type { Services } from '../services.ts';
import { refusalOf } from './easy-auth.ts';
import type { Input, Operation } from './operation.ts';
import { readBody, readQuery } from './read-request.ts';

type Handler<O extends Operation> = (input: Input<O>, context: InvocationContext) => Promise<HttpResponseInit>;

/**
 * The function of an operation: checks who asks and what is asked, and answers what is wrong with it; `handle` gets what was
 * parsed. A function key is checked by the host; behind Easy Auth an app role takes its place, and is checked here.
 */
export function apiFunction<O extends Operation>(
  services: Services,
  operation: O,
  handle: Handler<O>,
): HttpFunctionOptions {
  const { easyAuth } = services.config;
  const { method, route, access } = operation;
  const role = easyAuth === undefined || access === 'open' ? undefined : easyAuth[access];
  const authLevel = easyAuth === undefined && access !== 'open' ? 'function' : 'anonymous';
  return {
    methods: [method],
    route,
    authLevel,
    handler: answeringAlways(async (request, context) => {
      const refusal = role === undefined ? undefined : refusalOf(request.headers.get('x-ms-client-principal'), role);
      if (refusal !== undefined) return problem(refusal);
      const read = await readInput(operation, request);
      return 'refused' in read ? read.refused : handle(read.input as unknown as Input<O>, context);
    }),
  };
}

async function readInput(
  { key: sort, query, body }: Operation,
  request: HttpRequest,
): Promise<{ readonly input: object } | { readonly refused: HttpResponseInit }> {
  const key = sort === undefined ? undefined : keyParsers[sort](request.params['key'] ?? '');
  if (sort !== undefined && key === undefined) return { refused: problem('invalid-key', keyHelp[sort]) };
  const parameters = readQuery(request, query ?? noQuery);
  if ('wrong' in parameters) return { refused: problem('invalid-parameter', parameters.wrong) };
  const content = body === undefined ? { value: undefined } : await readBody(request, body);
  if (content === 'too-large') return { refused: problem('body-too-large') };
  if ('wrong' in content) return { refused: problem('invalid-body', content.wrong) };
  const header = (name: string) => request.headers.get(name);
  return { input: { key, query: parameters.value, body: content.value, header } };
}

const noQuery = z.strictObject({});
const keyParsers = { submission: parseSubmissionKey, product: parseProductKey };
const idHelp =
  'Ids of hardware are numbers, Store ids (addon, app, appId) 4 to 20 letters and digits, productId of msi and flightId GUIDs.';
const keyHelp = {
  submission: `A key is kind:productId:submissionId with kind hardware, addon, app or msi, or flight:appId:flightId:submissionId. ${idHelp}`,
  product: `A product key is kind:productId, or flight:appId:flightId. ${idHelp}`,
};
