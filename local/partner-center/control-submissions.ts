import { z } from 'zod';
import { jsonAnswer } from './answer.ts';
import { ControlProblem } from './control-problem.ts';
import type { ControlRoute } from './control-route.ts';
import { parseBody } from './parse-body.ts';
import type { Submission } from './submission.ts';
import type { Submissions } from './submissions.ts';

const productSchema = z.strictObject({ name: z.string().min(1) });

/** Control calls that set what is in this Partner Center. */
export function submissionRoutes(submissions: Submissions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: 'submissions',
      does: 'lists all submissions',
      answer: () => jsonAnswer(200, { submissions: submissions.all().map(shown) }),
    },
    {
      method: 'GET',
      path: 'submissions/{key}',
      does: 'shows one submission',
      answer({ name }) {
        const found = submissions.get(name);
        if (!found) throw new ControlProblem(404, `There is no submission ${name}`);
        return jsonAnswer(200, shown(found));
      },
    },
    {
      method: 'PUT',
      path: 'submissions/{key}',
      does: 'creates or replaces a submission: hardware {name, type, commitStatus, currentStep, state, messages, downloads, errorReport}; addon, app, flight {friendlyName, status, errors, warnings, certificationReports, targetPublishMode, targetPublishDate, rollout {percentage, status}, statusDetails: "omit"}; msi {publishingStatus, hasFailed, errors}. "{sas}" in a text becomes a SAS URL',
      answer({ name, body }) {
        const { submission, created } = submissions.put(name, body);
        return jsonAnswer(created ? 201 : 200, shown(submission));
      },
    },
    {
      method: 'PATCH',
      path: 'submissions/{key}',
      does: 'replaces the given fields of a submission',
      answer: ({ name, body }) => jsonAnswer(200, shown(submissions.patch(name, body))),
    },
    {
      method: 'DELETE',
      path: 'submissions/{key}',
      does: 'removes a submission; its product stays',
      answer({ name }) {
        if (!submissions.remove(name)) throw new ControlProblem(404, `There is no submission ${name}`);
        return jsonAnswer(200, { removed: name });
      },
    },
    {
      method: 'GET',
      path: 'products',
      does: 'lists all products',
      answer: () =>
        jsonAnswer(200, { products: submissions.allProducts().map(({ key, name }) => ({ key: key.text, name })) }),
    },
    {
      method: 'PUT',
      path: 'products/{key}',
      does: 'names a product {name}; makes it when it is not there',
      answer({ name: key, body }) {
        const { name } = parseBody(productSchema, body);
        submissions.nameProduct(key, name);
        return jsonAnswer(200, { key, name });
      },
    },
    {
      method: 'DELETE',
      path: 'products/{key}',
      does: 'removes a product and its submissions',
      answer({ name }) {
        if (!submissions.removeProduct(name)) throw new ControlProblem(404, `There is no product ${name}`);
        return jsonAnswer(200, { removed: name });
      },
    },
  ];
}

function shown({ key, model }: Submission) {
  return { key: key.text, model };
}
