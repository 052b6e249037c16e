import { readFileSync } from 'node:fs';
import { costTable } from '../../scripts/cost/cost-table.ts';
import { prices } from '../../scripts/cost/prices.ts';
import { settings } from '../../shared/config.ts';
import { explainToken } from '../../shared/domain/explain-token.ts';
import { healthReasons } from '../../shared/domain/watcher-health.ts';
import { createFakeServices } from '../support/fake-services.ts';
import { createBicepParser } from './bicep-parser.ts';
import { literalOf, valueAt } from './bicep-value.ts';
import { runbooksOf } from './checks/telemetry.ts';
import { type Infra, infraOf, readInfraTexts } from './infra.ts';
import { loggedFields } from './logged-lines.ts';

const deploy = readFileSync('docs/deploy.md', 'utf8');
const operate = readFileSync('docs/operate.md', 'utf8');
let infra: Infra;

beforeAll(async () => {
  infra = infraOf(readInfraTexts(), await createBicepParser());
});

/** Names that a page does not have between backticks. */
function missingIn(page: string, names: Iterable<string>): string[] {
  return [...names].filter((name) => !page.includes(`\`${name}\``));
}

/** Names of settings that Bicep sets, those of the host too. */
function settingsInBicep(): string[] {
  const resource = infra.files.flatMap(({ resources }) => resources).find(({ name }) => name === 'appSettings');
  const text = resource?.node.text ?? '';
  return [...text.matchAll(/^ {4}([A-Za-z]\w+): /gm)].map(([, name = '']) => name);
}

describe('docs/deploy.md', () => {
  it('names every setting that the code reads or Bicep sets', () => {
    expect(settingsInBicep().length).toBeGreaterThan(40);
    expect(missingIn(deploy, [...Object.keys(settings), ...settingsInBicep()])).toEqual([]);
  });

  it('names every type of resource that Bicep makes', () => {
    const types = new Set(infra.files.flatMap(({ resources }) => resources.map(({ type }) => type)));
    expect(types.size).toBeGreaterThan(25);
    expect(missingIn(deploy, types)).toEqual([]);
  });

  it('names every parameter, and the variable that sets it', () => {
    expect(
      missingIn(
        deploy,
        infra.main.parameters.map(({ name }) => name),
      ),
    ).toEqual([]);
    const file = infra.texts.get('infra/main.parameters.json') ?? '';
    const variables = [...file.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    expect(missingIn(deploy, variables)).toEqual([]);
  });

  it('names every output that it uses, every secret of the vault, topic, queue and table', () => {
    const outputs = new Set(infra.main.outputs.map(({ name }) => name));
    const used = [...deploy.matchAll(/azd env get-value (\w+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !outputs.has(name))).toEqual([]);
    const secrets = infra.files
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'Microsoft.KeyVault/vaults/secrets')
      .map(({ body }) => String(literalOf(valueAt(body, 'name'))));
    expect(secrets.filter((name) => !deploy.includes(name))).toEqual([]);
    const named = ['topicName', 'queueName', 'tableName'].map((name) =>
      String(literalOf(infra.main.variables.find((one) => one.name === name)?.value)),
    );
    expect(missingIn(deploy, named)).toEqual([]);
  });

  it('explains every refusal that the doctor explains, and names none that it does not', () => {
    const codes = [...deploy.matchAll(/AADSTS(\d+)/g)].map(([, code = '']) => code);
    const isKnown = (code: string) =>
      !explainToken('x', { outcome: 'refused', message: `AADSTS${code}` }).message.includes('error?code=');
    expect(codes.filter((code) => !isKnown(code))).toEqual([]);
    const source = readFileSync('shared/domain/explain-token.ts', 'utf8');
    const explained = [...source.matchAll(/^ {2}(\d+):/gm)].map(([, code = '']) => code);
    expect(explained.length).toBeGreaterThan(10);
    expect(explained.filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('can fail', () => {
    expect(missingIn('only `THIS_ONE`', ['THIS_ONE', 'THAT_ONE'])).toEqual(['THAT_ONE']);
  });
});

describe('docs/operate.md', () => {
  it('has a runbook for each alert, under the name that the alert says', () => {
    const headings = [...operate.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(runbooksOf(infra)).toHaveLength(4);
    expect(headings).toEqual(expect.arrayContaining([...runbooksOf(infra)]));
  });

  it('explains every reason of health', () => {
    expect(missingIn(operate, healthReasons)).toEqual([]);
  });

  it('has the table that "npm run cost" prints', () => {
    const [, table] = /<!-- npm run cost -->\n\n([\s\S]*?)\n\n<!-- end -->/.exec(operate) ?? [];
    expect(table).toBe(costTable());
  });

  it('names the queries, and the fields that are logged', async () => {
    const queries = [...infra.texts.keys()]
      .filter((path) => path.endsWith('.kql'))
      .map((path) => path.slice('infra/queries/'.length));
    const alerts = ['no-pass.kql', 'failing-runs.kql'];
    expect(
      missingIn(
        operate,
        queries.filter((name) => !alerts.includes(name)),
      ),
    ).toEqual([]);
    const { pass } = await loggedFields(createFakeServices());
    expect(pass.filter((field) => !operate.includes(`"${field}"`))).toEqual([]);
  });

  it.each(['deploy.md', 'operate.md'])('and every link of %s leads somewhere', (page) => {
    const text = readFileSync(`docs/${page}`, 'utf8');
    const anchorsOf = (markdown: string) =>
      [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
    const broken = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].filter(([, path = '', anchor]) => {
      const target = path === '' ? text : readFileSync(`docs/${path}`, 'utf8');
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

describe('what a month costs', () => {
  it('follows the prices', () => {
    expect(costTable({ ...prices, serviceBusBase: 20 })).not.toBe(costTable());
  });

  it('is named for each size', () => {
    expect(costTable().split('\n')[0]).toMatch(/Tracked .*\| +10 \| +1,000 \| +100,000 \|/);
  });
});
