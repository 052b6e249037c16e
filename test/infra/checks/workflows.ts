import type { AppFacts } from '../app-facts.ts';
import type { Infra } from '../infra.ts';

/** Workflows: actions by their commit, no secrets, the least rights, and scripts that there are. */
export function workflows({ texts }: Infra, app: AppFacts): string[] {
  return [...texts]
    .filter(([path]) => path.startsWith('.github/workflows/'))
    .flatMap(([path, text]) => {
      const actions = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action = '']) => action);
      const scripts = [...text.matchAll(/npm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = '']) => name);
      return [
        ...actions
          .filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))
          .map((action) => `${path} uses ${action}, not a commit with its version`),
        ...(/\bsecrets\./.test(text) ? [`${path} uses secrets`] : []),
        ...(/^permissions:/m.test(text) ? [] : [`${path} does not say what it may do`]),
        ...jobsOf(text)
          .filter(({ body }) => !/^ {4}timeout-minutes: \d+$/m.test(body))
          .map(({ name }) => `${path}: ${name} may run for ever`),
        ...scripts
          .filter((name) => !app.scripts.includes(name))
          .map((name) => `${path} runs ${name}, which is no script`),
      ];
    });
}

function jobsOf(text: string): { name: string; body: string }[] {
  const [, jobs = ''] = text.split(/^jobs:$/m);
  return jobs
    .split(/^ {2}(?=[\w-]+:$)/m)
    .slice(1)
    .map((job) => ({ name: job.slice(0, job.indexOf(':')), body: job.slice(job.indexOf('\n')) }));
}

/** Tests are those of `.ci/run`, on each Node that the app may run on; templates are compiled and linted; sign-in is by OIDC alone. */
export function pipelines({ texts }: Infra): string[] {
  const [ci = '', deploy = ''] = ['ci', 'deploy'].map((name) => texts.get(`.github/workflows/${name}.yml`) ?? '');
  const job = jobsOf(deploy).find(({ name }) => name === 'deploy')?.body ?? '';
  const rules: readonly (readonly [holds: boolean, problem: string])[] = [
    [/^ {6}- run: \.ci\/run$/m.test(ci) && /^ {6}- run: \.ci\/run$/m.test(deploy), 'a workflow has tests of its own'],
    [/^ {8}node: \[22, 24\]$/m.test(ci), 'the tests do not run on Node 22 and 24'],
    [ci.includes('node node_modules/jest/bin/jest.js'), 'no test runs on the Node of the machine'],
    [ci.includes('az bicep build --file infra/main.bicep'), 'main.bicep is not compiled'],
    [ci.includes('az bicep lint --file infra/main.bicep'), 'main.bicep is not linted'],
    [ci.includes('az bicep build --file infra/entra/federated-credential.bicep'), 'the trust is not compiled'],
    [/^ {4}needs: test$/m.test(job), 'what is deployed is not tested first'],
    [/^ {6}id-token: write$/m.test(job), 'the deployment cannot sign in by OIDC'],
    [!/id-token: write/.test(ci) && deploy.split('id-token: write').length === 2, 'another job may sign in'],
    [job.includes('npm run doctor -- --url'), 'nobody asks the doctor after a deployment'],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

/** The same action is the same commit everywhere. */
export function sameActions({ texts }: Infra): string[] {
  const commits = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    if (!path.startsWith('.github/')) continue;
    for (const [, action = '', commit = ''] of text.matchAll(/uses: ([\w./-]+)@([0-9a-f]{40})/g)) {
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    }
  }
  return [...commits]
    .filter(([, all]) => all.size > 1)
    .map(([action, all]) => `${action} is used in ${all.size} versions`);
}

/** A deployment by workflow takes every choice that one by hand takes, but for secrets, which go into the vault. */
export function deployVariables({ texts, main }: Infra): string[] {
  const file = JSON.parse(texts.get('infra/main.parameters.json') ?? '{}') as {
    parameters?: Record<string, { value?: unknown }>;
  };
  const workflow = texts.get('.github/workflows/deploy.yml') ?? '';
  const given = [...workflow.matchAll(/^ {6}(\w+): \$\{\{ vars\.(\w+)/gm)].map(([, name = '', from = '']) => ({
    name,
    from,
  }));
  const wanted = Object.entries(file.parameters ?? {}).flatMap(([parameter, { value }]) => {
    const variable = /^\$\{(\w+)/.exec(String(value))?.[1];
    const isSecret = main.parameters.some(({ name, decorators }) => name === parameter && decorators.has('secure'));
    return variable === undefined || isSecret ? [] : [variable];
  });
  const known = [...wanted, 'AZURE_SUBSCRIPTION_ID'];
  return [
    ...wanted
      .filter((variable) => !given.some(({ name }) => name === variable))
      .map((variable) => `deploy.yml does not give ${variable}`),
    ...given
      .filter(({ name, from }) => name !== from || !known.includes(name))
      .map(({ name, from }) => `deploy.yml gives ${name} from ${from}, which is no choice`),
  ];
}
