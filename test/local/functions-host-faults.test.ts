import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchHost, startHost, stopHosts, temporaryFolder } from './functions-host-process.ts';

afterEach(stopHosts);

/** The exit code and the lines of a host that does not come up. */
const failedStart = async (options: Parameters<typeof launchHost>[0]) => {
  const host = launchHost(options);
  const code = await host.exited();
  await host.logged('critical [host]');
  return { code, output: host.output, lines: host.lines };
};

describe('an app that cannot be loaded ends the host', () => {
  it.each([
    ['its entry throws', 'throw', 'Error: entry is broken | at '],
    ['a hook of its start throws', 'hook', 'Error: hook is broken | at '],
    ['it registers a name twice', 'twice', 'A function with name "twice" has already been registered.'],
    ['it asks for HTTP streaming', 'stream', 'enableHttpStream, which the local host does not do'],
  ])('when %s', async (_what, fault, message) => {
    const { code, lines, output } = await failedStart({ app: 'faults', settings: { FAULT: fault } });

    expect(code).toBe(1);
    expect(output).toEqual([]);
    expect(lines.join('\n')).toContain(message);
  });

  it('with nothing but the message where its configuration is wrong', async () => {
    const { code, lines } = await failedStart({ app: 'faults', settings: { FAULT: 'configuration' } });

    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^\S+ critical \[host\] TABLES_ENDPOINT is missing$/)]);
  });

  it('when it is not built', async () => {
    const app = temporaryFolder();
    writeFileSync(join(app, 'package.json'), '{"main":"dist/index.js"}');
    writeFileSync(join(app, 'host.json'), '{"version":"2.0"}');

    const { code, lines } = await failedStart({ app });

    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining('dist/index.js is not there: build it first')]);
  });
});

it('a port in use ends the host with one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  const { code, lines } = await failedStart({ app: 'lazy', port });

  server.close();
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(new RegExp(`critical \\[host\\] .* port ${port} is in use$`))]);
});

it('a function cannot be registered once the app has started', async () => {
  const host = await startHost({ app: 'faults', settings: { FAULT: 'late' } });

  expect((await fetch(`${host.line.url}/api/late`)).status).toBe(500);
  await host.logged('can only be registered during app startup');
});

it('a rejection nobody waits for ends the process, as it ends the worker', async () => {
  const host = await startHost({ app: 'faults', settings: { FAULT: 'floating' } });

  await fetch(`${host.line.url}/api/floating`).catch(() => {});

  expect(await host.exited()).toBe(1);
});

it('an app that imports its chunks when it needs them is served', async () => {
  const host = await startHost({ app: 'lazy' });

  expect(await (await fetch(`${host.line.url}/api/lazy`)).text()).toBe('from a chunk');
});

it.each(['esm', 'cjs'] as const)('an app bundled to %s with its own copy of the library is served', async (format) => {
  const app = temporaryFolder();
  await build({
    entryPoints: [join(__dirname, 'fixture-apps/lazy/index.js')],
    outdir: join(app, 'dist'),
    bundle: true,
    platform: 'node',
    format,
    splitting: format === 'esm',
    external: ['@azure/functions-core'],
    banner: {
      js:
        format === 'esm'
          ? "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
          : '',
    },
    logLevel: 'silent',
  });
  const type = format === 'esm' ? 'module' : 'commonjs';
  writeFileSync(join(app, 'package.json'), JSON.stringify({ type, main: 'dist/index.js' }));
  writeFileSync(join(app, 'host.json'), '{"version":"2.0","extensions":{"http":{"routePrefix":""}}}');

  const host = await startHost({ app });

  expect(await (await fetch(`${host.line.url}/lazy`)).text()).toBe('from a chunk');
});

it('settings come from the environment, then from local.settings.json', async () => {
  const app = temporaryFolder();
  mkdirSync(join(app, 'dist'));
  writeFileSync(
    join(app, 'dist/index.js'),
    `const core = require('@azure/functions-core');
     console.log([process.env.ONE, process.env.TWO, process.env.AZURE_FUNCTIONS_ENVIRONMENT, core.version].join());`,
  );
  writeFileSync(join(app, 'package.json'), '{"main":"dist/index.js"}');
  writeFileSync(join(app, 'host.json'), '{"version":"2.0"}');
  writeFileSync(join(app, 'local.settings.json'), '{"IsEncrypted":false,"Values":{"ONE":"file","TWO":"file"}}');

  const host = await startHost({ app, settings: { TWO: 'environment' } });

  await host.logged('file,environment,Development,3.');
  expect(host.line.functions).toEqual([]);
});
