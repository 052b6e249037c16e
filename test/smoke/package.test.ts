import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { localSettings } from '../../local/laptop/settings.ts';
import { readAppFacts } from '../infra/app-facts.ts';
import { createBicepParser } from '../infra/bicep-parser.ts';
import { literalOf } from '../infra/bicep-value.ts';
import { infraOf, readInfraTexts } from '../infra/infra.ts';

interface Registered {
  readonly name: string;
  readonly trigger: string;
  readonly queueName?: string;
  readonly topicName?: string;
  readonly subscriptionName?: string;
}

/** Both simple channels are on. */
const settings = localSettings(
  {
    tablesConnectionString: 'UseDevelopmentStorage=true',
    serviceBusConnectionString: 'Endpoint=sb://127.0.0.1;SharedAccessKeyName=a;SharedAccessKey=b',
    partnerCenterUrl: 'http://127.0.0.1:1',
  },
  { TEAMS_WEBHOOK_URL: 'http://127.0.0.1:1/teams', SLACK_WEBHOOK_URL: 'http://127.0.0.1:1/slack' },
);

/** Outside the project, so that nothing of its `node_modules` can be found from there. */
const out = mkdtempSync(join(tmpdir(), 'package-'));
const folder = join(out, 'package');
const node22 = process.env['NODE_22'] ?? commandIn('node22') ?? commandIn('node-22');
let printed = '';

beforeAll(() => {
  printed = execFileSync(process.execPath, ['scripts/package.ts', '--out', out], { encoding: 'utf8' });
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the package', () => {
  it('is the bundle, host.json and package.json, and nothing else', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const others = files.filter((file) => !/^dist\/chunks\/[\w-]+\.js$/.test(file));
    expect(others.sort()).toEqual(['dist/index.js', 'host.json', 'package.json']);
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      type: 'module',
      main: 'dist/index.js',
      engines: { node: '>=22' },
    });
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))).not.toContain('dependencies');
  });

  it('says how large it is, and is small', () => {
    const total = Number(/([\d.]+) KB {2}\S+\/package$/m.exec(printed)?.[1]);
    expect(total).toBeGreaterThan(100);
    expect(total).toBeLessThan(4_000);
  });

  it('has nothing of the machine it was made on, and its source maps beside it', () => {
    const code = readFileSync(join(folder, 'dist/index.js'), 'utf8');
    expect(code).not.toContain(process.cwd());
    expect(code).not.toContain('sourceMappingURL');
    expect(existsSync(join(out, 'source-maps/dist/index.js.map'))).toBe(true);
  });

  it('loads with nothing but Node, and registers every function', () => {
    const known = [...readAppFacts({ pass: [], slice: [], watcher: [] }).functions.keys()];
    const found = registeredBy(process.execPath).map(({ name }) => name);
    expect(known.filter((name) => !found.some((one) => one.startsWith(name)))).toEqual([]);
    expect(found.filter((name) => !known.some((one) => name.startsWith(one)))).toEqual([]);
  });

  (node22 === undefined ? it.skip : it)(
    `loads under Node 22 too${node22 === undefined ? ' (skipped: no Node 22 here; NODE_22 may name one)' : ''}`,
    () => {
      expect(registeredBy(node22 ?? '')).toEqual(registeredBy(process.execPath));
    },
  );

  it('has no chunk that does not load', () => {
    const chunks = readdirSync(join(folder, 'dist/chunks')).map((file) => join(folder, 'dist/chunks', file));
    const script = chunks.map((chunk) => `await import(${JSON.stringify(pathToFileURL(chunk).href)});`).join('\n');
    expect(() => execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: out })).not.toThrow();
  });

  it('listens to the queue, topic and subscriptions that are deployed', async () => {
    const { main } = infraOf(readInfraTexts(), await createBicepParser());
    const named = (name: string) => literalOf(main.variables.find((one) => one.name === name)?.value);
    const deployed = [...main.text.matchAll(/\{ name: '([\w-]+)', sort: /g)].map(([, name]) => name);
    const triggers = registeredBy(process.execPath).filter(({ trigger }) => trigger === 'serviceBusTrigger');
    const queues = triggers.flatMap(({ queueName }) => queueName ?? []);
    const topics = triggers.flatMap(({ topicName }) => topicName ?? []);
    expect(queues).toEqual([named('queueName')]);
    expect([...new Set(topics)]).toEqual([named('topicName')]);
    expect(triggers.flatMap(({ subscriptionName }) => subscriptionName ?? []).sort()).toEqual(deployed.sort());
  });
});

function registeredBy(node: string): readonly Registered[] {
  const script = join(process.cwd(), 'test/smoke/list-functions.mjs');
  return JSON.parse(
    execFileSync(node, [script, folder], { cwd: out, env: settings, encoding: 'utf8' }),
  ) as Registered[];
}

function commandIn(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((path) => join(path, name)).find((file) => existsSync(file));
}
