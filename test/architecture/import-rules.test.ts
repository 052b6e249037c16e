import { brokenImports, importRules } from './import-rules.ts';
import { sourceFile, sourceFiles, target } from './source-file.ts';
import { brokenSources, importCycles, pathRules, sourceRules } from './source-rules.ts';

const files = sourceFiles(process.cwd(), ['functions', 'shared', 'local', 'scripts']);
const anyForm = ['value', 'dynamic', 'type'] as const;

describe('the sources', () => {
  it('are found, with their imports', () => {
    const entry = files.find((file) => file.path === 'functions/index.ts');
    expect(entry?.imports).toContainEqual({ specifier: '@azure/functions', form: 'value' });
    // A script may run what the tests have, such as a simulation.
    const paths = new Set([...files, ...sourceFiles(process.cwd(), ['test'])].map((file) => file.path));
    for (const file of files) {
      const broken = file.imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map((found) => target(file, found));
      expect([file.path, broken.filter((path) => !paths.has(path) && path.endsWith('.ts'))]).toEqual([file.path, []]);
    }
  });

  it('import what their layer may', () => {
    expect(brokenImports(files)).toEqual([]);
  });

  it('take environment, time and chance from outside, and are named and placed as agreed', () => {
    expect(brokenSources(files)).toEqual([]);
  });

  it('have no import cycles, not even of types', () => {
    expect(importCycles([...files, ...sourceFiles(process.cwd(), ['test'])], anyForm)).toEqual([]);
  });
});

describe('imports are read', () => {
  it.each([
    ["import { a } from './a.ts';", './a.ts', 'value'],
    ["import a, { type B } from './a.ts';", './a.ts', 'value'],
    ["import { type A, type B } from './a.ts';", './a.ts', 'value'],
    ["import * as a from './a.ts';", './a.ts', 'value'],
    ["import {\n  a,\n  b,\n} from './a.ts';", './a.ts', 'value'],
    ["import './a.ts';", './a.ts', 'value'],
    ["import type { A } from './a.ts';", './a.ts', 'type'],
    ["import type {\n  A,\n} from './a.ts';", './a.ts', 'type'],
    ["import type A from './a.ts';", './a.ts', 'type'],
    ["export { a } from './a.ts';", './a.ts', 'value'],
    ["export * from './a.ts';", './a.ts', 'value'],
    ["export type { A } from './a.ts';", './a.ts', 'type'],
    ["const { a } = await import('./a.ts');", './a.ts', 'dynamic'],
    ["const a = import(\n  './a.ts',\n);", './a.ts', 'dynamic'],
    ["type A = import('./a.ts').A;", './a.ts', 'dynamic'],
    ['const a = await import(name);', '?', 'dynamic'],
    ['import { a } from "./a.ts";', './a.ts', 'value'],
  ])('%j', (source, specifier, form) => {
    expect(sourceFile('shared/x.ts', source).imports).toEqual([{ specifier, form }]);
  });

  it.each([
    "// import { a } from './a.ts';",
    "/* import './a.ts' */",
    "/**\n * import { a } from './a.ts';\n */",
    "export const from = 'a';",
    "const url = 'https://x.example'; // import('./a.ts')",
  ])('and not out of %j', (source) => {
    expect(sourceFile('shared/x.ts', source).imports).toEqual([]);
  });
});

describe('each import rule can fail', () => {
  const cases: [rule: RegExp, path: string, source: string][] = [
    [/entry alone/, 'functions/health.ts', "import { app } from '@azure/functions';"],
    [/entry alone/, 'shared/use-cases/x.ts', "import { app } from '@azure/functions';"],
    [
      /triggers know/,
      'functions/health.ts',
      "import { createOutbox } from '../shared/adapters/table-storage/outbox.ts';",
    ],
    [/triggers know/, 'functions/health.ts', "const { TableClient } = await import('@azure/data-tables');"],
    [/triggers know/, 'functions/index.ts', "import type { TokenCredential } from '@azure/identity';"],
    [/composition root/, 'functions/services.ts', "import { TableClient } from '@azure/data-tables';"],
    [
      /composition root/,
      'functions/services.ts',
      "import { createOutbox } from '../shared/adapters/table-storage/outbox.ts';",
    ],
    [/use-cases know/, 'shared/use-cases/x.ts', "import type { Outbox } from '../adapters/table-storage/outbox.ts';"],
    [/use-cases know/, 'shared/use-cases/x.ts', "import { eventSchema } from '../contract/event.ts';"],
    [/use-cases know/, 'shared/use-cases/x.ts', "import { z } from 'zod';"],
    [/use-cases know/, 'shared/use-cases/x.ts', "import { setTimeout } from 'node:timers/promises';"],
    [/domain knows/, 'shared/domain/x.ts', "import { z } from 'zod';"],
    [/domain knows/, 'shared/domain/x.ts', "import type { Log } from '../ports/log.ts';"],
    [/domain knows/, 'shared/domain/x.ts', "import { eventSchema } from '../contract/event.ts';"],
    [/domain knows/, 'shared/domain/x.ts', "import { readFileSync } from 'node:fs';"],
    [/contract knows/, 'shared/contract/x.ts', "import type { Issue } from '../domain/snapshot.ts';"],
    [/ports are/, 'shared/ports/x.ts', "import { never } from '../domain/tracked-submission.ts';"],
    [/errors know/, 'shared/errors.ts', "import type { Event } from './contract/event.ts';"],
    [/configuration knows/, 'shared/config.ts', "import { never } from './domain/tracked-submission.ts';"],
    [/configuration knows/, 'shared/setting.ts', "import { readFileSync } from 'node:fs';"],
    [/partner-center knows/, 'shared/adapters/partner-center/x.ts', "import { keys } from '../table-storage/keys.ts';"],
    [
      /partner-center knows/,
      'shared/adapters/partner-center/x.ts',
      "import type { TokenCredential } from '@azure/identity';",
    ],
    [/table-storage knows/, 'shared/adapters/table-storage/x.ts', "import ky from 'ky';"],
    [
      /table-storage knows/,
      'shared/adapters/table-storage/x.ts',
      "import { relayOutbox } from '../../use-cases/relay-outbox.ts';",
    ],
    [
      /table-storage knows/,
      'shared/adapters/table-storage/x.ts',
      "import { DefaultAzureCredential } from '@azure/identity';",
    ],
    [/service-bus knows/, 'shared/adapters/service-bus/x.ts', "import { TableClient } from '@azure/data-tables';"],
    [/service-bus knows/, 'shared/adapters/service-bus/x.ts', "import { readConfig } from '../../config.ts';"],
    [/identity knows/, 'shared/adapters/identity/x.ts', "import { ServiceBusClient } from '@azure/service-bus';"],
    [/webhooks knows/, 'shared/adapters/webhooks/x.ts', "import { keys } from '../table-storage/keys.ts';"],
    [/laptop shares/, 'local/service-bus/x.ts', "import { keys } from '../../shared/adapters/table-storage/keys.ts';"],
    [/laptop shares/, 'local/start.ts', "await import('../functions/index.ts');"],
    [/nothing that ships/, 'functions/x.ts', "import { startBroker } from '../local/service-bus/service-bus.ts';"],
    [/dynamic import names/, 'shared/domain/x.ts', 'await import(name);'],
  ];

  it.each(cases)('%s: %s with %j', (rule, path, source) => {
    const broken = brokenImports([sourceFile(path, source)]);
    expect(broken).toContainEqual(expect.stringMatching(rule));
  });

  it('and each is shown to', () => {
    const shown = importRules.filter(({ name }) => cases.some(([rule]) => rule.test(name)));
    expect(shown.map(({ name }) => name)).toEqual(importRules.map(({ name }) => name));
  });

  it.each([
    ['functions/index.ts', "import { app } from '@azure/functions';"],
    ['functions/health.ts', "import type { HttpFunctionOptions } from '@azure/functions';"],
    ['functions/services.ts', "const { TableClient } = await import('@azure/data-tables');"],
    ['functions/services.ts', "import type { TokenSource } from '../shared/adapters/partner-center/access-tokens.ts';"],
    [
      'shared/domain/x.ts',
      "import type { Event } from '../contract/event.ts';\nimport { createHash } from 'node:crypto';",
    ],
    ['shared/adapters/table-storage/x.ts', "import type { TokenCredential } from '@azure/identity';"],
    ['local/start.ts', "import { startBroker } from './service-bus/service-bus.ts';"],
  ])('but not for %s with %j', (path, source) => {
    expect(brokenImports([sourceFile(path, source)])).toEqual([]);
  });
});

describe('each other rule can fail', () => {
  it.each([
    [/environment/, 'functions/services.ts', 'const key = process.env.KEY;'],
    [/environment/, 'shared/config.ts', "const key = process['env'].KEY;"],
    [/time comes/, 'shared/domain/x.ts', 'const now = Date.now();'],
    [/time comes/, 'shared/use-cases/x.ts', 'const now = new Date();'],
    [/time comes/, 'shared/use-cases/x.ts', 'const now = new Date;'],
    [/chance/, 'shared/domain/x.ts', 'const jitter = Math.random();'],
    [/chance/, 'shared/use-cases/x.ts', "import { randomUUID } from 'node:crypto';"],
    [/named after/, 'shared/domain/utils.ts', ''],
    [/named after/, 'functions/helper.ts', ''],
    [/named after/, 'shared/domain/index.ts', ''],
    [/named after/, 'functions/api/index.ts', ''],
    [/named after/, 'shared/domain/SubmissionKey.ts', ''],
    [/in a layer/, 'shared/retry.ts', ''],
    [/in a layer/, 'shared/adapters/redis/cache.ts', ''],
  ])('%s: %s with %j', (rule, path, source) => {
    expect(brokenSources([sourceFile(path, source)])).toContainEqual(expect.stringMatching(rule));
  });

  it('and there are no more than these', () => {
    expect([...sourceRules, ...pathRules]).toHaveLength(5);
  });

  it.each([
    ['functions/index.ts', 'const services = createServices(readConfig(process.env));'],
    ['shared/domain/x.ts', 'const at = new Date(time); // not new Date()'],
    ['shared/adapters/table-storage/keys.ts', 'const now = Date.now();'],
  ])('but not for %s with %j', (path, source) => {
    expect(brokenSources([sourceFile(path, source)])).toEqual([]);
  });

  it('a cycle is found and named, through types and dynamic imports', () => {
    const cycle = [
      sourceFile('shared/domain/a.ts', "import type { B } from './b.ts';"),
      sourceFile('shared/domain/b.ts', "await import('./c.ts');"),
      sourceFile('shared/domain/c.ts', "import { a } from './a.ts';"),
      sourceFile('shared/domain/d.ts', "import { a } from './a.ts';"),
    ];
    expect(importCycles(cycle, anyForm)).toEqual([
      'shared/domain/a.ts > shared/domain/b.ts > shared/domain/c.ts > shared/domain/a.ts',
    ]);
    expect(importCycles(cycle.slice(1), anyForm)).toEqual([]);
    expect(importCycles(cycle, ['value', 'dynamic'])).toEqual([]);
  });
});
