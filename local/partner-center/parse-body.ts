import type { z } from 'zod';
import { ControlProblem } from './control-problem.ts';

/** @throws ControlProblem 400 that names each field that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new ControlProblem(400, problems.join('; '));
}
