import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppSettings, isFunctionDisabled, readLocalSettings } from '../../local/functions-host/app-settings.ts';
import { readHostConfig } from '../../local/functions-host/host-config.ts';
import { isAuthorized } from '../../local/functions-host/http/host-keys.ts';
import { compareRoutes, parseRouteTemplate, pathSegments } from '../../local/functions-host/http/route-template.ts';
import { createLog, createMinimumLevel, isLogged } from '../../local/functions-host/log.ts';

describe('a route', () => {
  const match = (template: string, path: string): Record<string, string> | undefined =>
    parseRouteTemplate(template).match(pathSegments(path));

  it.each([
    ['submissions', '/Submissions/', {}],
    ['submissions/{key}', '/submissions/app%3A9N', { key: 'app:9N' }],
    ['submissions/{key?}', '/submissions', {}],
    ['pages/{page:int}', '/pages/-12', { page: '-12' }],
    ['flags/{on:bool}', '/flags/TRUE', { on: 'TRUE' }],
    ['words/{word:alpha}', '/words/abc', { word: 'abc' }],
    ['ids/{id:guid}', '/ids/0f8fad5b-d9cb-469f-a165-70867728950e', { id: '0f8fad5b-d9cb-469f-a165-70867728950e' }],
    ['numbers/{id:long}', '/numbers/1152921504606846976', { id: '1152921504606846976' }],
    ['files/{*rest}', '/files', { rest: '' }],
    ['files/{*rest}', '/files/a/b', { rest: 'a/b' }],
    ['broken/{x}', '/broken/%zz', { x: '%zz' }],
  ])('%s takes %s', (template, path, parameters) => {
    expect(match(template, path)).toEqual(parameters);
  });

  it.each([
    ['submissions', '/submissions/1'],
    ['submissions/{key}', '/submissions'],
    ['submissions/{key}', '/submissions//'],
    ['pages/{page:int}', '/pages/x'],
    ['ids/{id:guid}', '/ids/1'],
    ['a/{b?}', '/a/1/2'],
  ])('%s does not take %s', (template, path) => {
    expect(match(template, path)).toBeUndefined();
  });

  it.each(['/a', '~/a', 'a//b', 'a-{b}', '{a?}/b', '{*a}/b', '{a:regex(x)}', '{a:nothing}', '{}', '{*a:int}'])(
    '%s is refused',
    (template) => {
      expect(() => parseRouteTemplate(template)).toThrow(RangeError);
    },
  );

  it('that is more particular comes first: literal, constrained, plain, catch-all', () => {
    const sorted = ['a/b', 'a/{b:int}', 'a/{b}', 'a/{*b}', '{a:int}/b', '{a}/b', '{a}/{b}', '{*a}'];

    const routes = [...sorted].reverse().map(parseRouteTemplate).sort(compareRoutes);

    expect(routes.map(({ text }) => text)).toEqual(sorted);
  });
});

describe('a key', () => {
  const keys = { master: 'm', default: 'd', functions: { one: '1', two: '2' } };

  it.each([
    ['anonymous', undefined, true],
    ['function', undefined, false],
    ['function', '', false],
    ['function', '1', true],
    ['function', '2', false],
    ['function', 'd', true],
    ['function', 'm', true],
    ['admin', '1', false],
    ['admin', 'd', false],
    ['admin', 'm', true],
  ] as const)('at level %s, %s is let in: %s', (level, key, expected) => {
    expect(isAuthorized(keys, level, 'one', key)).toBe(expected);
  });
});

describe('settings', () => {
  it('are found without regard to case, with __ for the colon', () => {
    const settings = createAppSettings({ Bus__fullyQualifiedNamespace: 'x' });

    expect(settings.get('BUS:fullyqualifiednamespace')).toBe('x');
  });

  it('take the place of their names between percent signs', () => {
    const settings = createAppSettings({ TOPIC: 'events', EMPTY: '' });

    expect(settings.resolve('%topic%-%TOPIC%')).toBe('events-events');
    expect(() => settings.resolve('%EMPTY%')).toThrow("'%EMPTY%' does not resolve");
  });

  it.each([
    ['AzureWebJobs.poll.Disabled', 'true', true],
    ['AzureWebJobs__poll__Disabled', '1', true],
    ['AzureWebJobs.poll.Disabled', 'false', false],
    ['AzureWebJobs.other.Disabled', 'true', false],
  ])('%s=%s disables the function poll: %s', (name, value, expected) => {
    expect(isFunctionDisabled(createAppSettings({ [name]: value }), 'poll')).toBe(expected);
  });
});

describe('a folder of an app', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'functions-app-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const writeHostJson = (value: unknown): Promise<void> => writeFile(join(folder, 'host.json'), JSON.stringify(value));

  it('gives the host its configuration, which settings override', async () => {
    await writeHostJson({
      version: '2.0',
      extensions: {
        http: { routePrefix: 'v1' },
        serviceBus: { maxConcurrentCalls: 4, maxAutoLockRenewalDuration: '00:01:30' },
      },
    });
    const settings = createAppSettings({ AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls: '9' });

    expect(await readHostConfig(folder, settings)).toMatchObject({
      routePrefix: 'v1',
      serviceBus: { maxConcurrentCalls: 9, maxMessageBatchSize: 1000, maxAutoLockRenewalMilliseconds: 90_000 },
    });
  });

  it('without a host.json, or with a wrong one, is refused', async () => {
    const none = createAppSettings({});
    await expect(readHostConfig(folder, none)).rejects.toThrow('host.json is not there');
    await writeHostJson({ version: '1.0' });
    await expect(readHostConfig(folder, none)).rejects.toThrow('version is not "2.0"');
    await writeHostJson({ version: '2.0', extensions: { serviceBus: { maxConcurrentCalls: 0 } } });
    await expect(readHostConfig(folder, none)).rejects.toThrow('not a whole number above 0');
    await writeFile(join(folder, 'host.json'), '{');
    await expect(readHostConfig(folder, none)).rejects.toThrow('does not hold a JSON object');
  });

  it('gives the Values of its local.settings.json, unless they are encrypted', async () => {
    expect(await readLocalSettings(folder)).toEqual({});
    await writeFile(join(folder, 'local.settings.json'), '{"Values":{"A":"1","B":2}}');
    expect(await readLocalSettings(folder)).toEqual({ A: '1', B: '2' });
    await writeFile(join(folder, 'local.settings.json'), '{"IsEncrypted":true,"Values":{}}');
    await expect(readLocalSettings(folder)).rejects.toThrow('is encrypted');
  });
});

describe('logs', () => {
  it('are kept from the level of their longest category', () => {
    const minimum = createMinimumLevel({
      default: 'Warning',
      Function: 'Error',
      'Function.poll.User': 'Debug',
      Bad: 'Loud',
    });

    expect(minimum('Host')).toBe('warning');
    expect(minimum('Function.other.User')).toBe('error');
    expect(minimum('function.POLL.user')).toBe('debug');
    expect(minimum('Bad')).toBe('warning');
    expect(createMinimumLevel({})('Host')).toBe('information');
    expect(isLogged('warning', 'warning')).toBe(true);
    expect(isLogged('critical', 'none')).toBe(false);
  });

  it('are one line each', () => {
    const lines: string[] = [];

    createLog((line) => lines.push(line))('warning', 'poll', 'one\n\n  two\r\nthree\n');

    expect(lines).toEqual([expect.stringMatching(/^\d{4}-\S+Z warning \[poll\] one \| two \| three$/)]);
  });
});
