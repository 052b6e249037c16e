import type { HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { type DiagnoseDependencies, diagnose } from '../shared/use-cases/diagnose.ts';
import { apiFunction } from './api/api-function.ts';
import type { Operation } from './api/operation.ts';
import { json } from './http.ts';
import type { Services } from './services.ts';

/** Below the 230 seconds after which the platform ends an HTTP answer. */
const longestMs = 100_000;

const finding = z.object({
  check: z.string().describe('What was looked at.'),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  message: z.string().describe('What is so, or the cause and its cure.'),
});

export const diagnoseDeployment = {
  id: 'diagnose',
  method: 'POST',
  route: 'diagnose',
  access: 'operate',
  summary: 'Look at everything that the app needs',
  description:
    'What `npm run doctor` does on a laptop, where only the deployed app can do it: with its identity and its network. ' +
    'Asks Partner Center for a token and a list of each API, beside the request budget. ' +
    'Leaves nothing changed (a row of its own is written and deleted) and sends no event.',
  answers: {
    200: {
      description: 'What was found, good or bad.',
      schema: z.object({ status: z.enum(['ok', 'warning', 'failed']), findings: z.array(finding) }),
    },
  },
} satisfies Operation;

export function diagnoseFunction(services: Services, open: () => DiagnoseDependencies): HttpFunctionOptions {
  return apiFunction(services, diagnoseDeployment, async () =>
    json(200, await diagnose(open(), AbortSignal.timeout(longestMs))),
  );
}
