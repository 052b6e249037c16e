import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startError } from '../../local/laptop/start-error.ts';

const dataFolderModule = join(process.cwd(), 'local/laptop/data-folder.ts');
const node = join(process.cwd(), 'node_modules/.bin/node');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  mkdirSync(join(folder, 'azurite'));
  writeFileSync(join(folder, 'azurite', 'kept.json'), '{}');
});

afterEach(() => rmSync(folder, { recursive: true }));

const take = (fresh: boolean) =>
  `const { takeDataFolder } = await import(${JSON.stringify(dataFolderModule)}); takeDataFolder(${JSON.stringify(folder)}, ${fresh});`;
const run = (script: string) => execFileSync(node, ['--input-type=module', '-e', script], { stdio: 'pipe' });
const kept = () => existsSync(join(folder, 'azurite', 'kept.json'));

describe('the folder of the kept data', () => {
  it('is kept by a start, and emptied by one with --fresh', () => {
    run(take(false));
    expect(kept()).toBe(true);
    run(take(true));
    expect(kept()).toBe(false);
  });

  it('belongs to one process, until it is killed', async () => {
    const first = spawn(node, [
      '--input-type=module',
      '-e',
      `${take(false)} console.log('taken'); setInterval(() => {}, 1e6);`,
    ]);
    await once(first.stdout, 'data');

    expect(() => run(take(true))).toThrow('is in use: another "npm start" runs on it');
    expect(kept()).toBe(true);

    const ended = once(first, 'close');
    first.kill('SIGKILL');
    await ended;
    run(take(true));
    expect(kept()).toBe(false);
  });
});

it('is told when the shell that npm runs it in is killed', async () => {
  const orphan = join(process.cwd(), 'local/laptop/orphan.ts');
  const script = `const { whenOrphaned } = await import(${JSON.stringify(orphan)});
    whenOrphaned(() => process.exit()); setInterval(() => {}, 1e6); console.log('ready');`;
  // The second command keeps the shell from becoming the first.
  const shell = spawn('sh', ['-c', '"$0" --input-type=module -e "$1"; true', node, script]);
  await once(shell.stdout, 'data');

  const outputEnds = once(shell.stdout.resume(), 'end');
  shell.kill('SIGKILL');
  await outputEnds;
});

it('makes a damaged lock anew, since nobody can hold one through it', () => {
  writeFileSync(join(folder, 'in-use.sqlite'), 'no database, but as long as the header of one would have to be');
  run(take(false));
  expect(kept()).toBe(true);
});

describe('a start that fails', () => {
  const hint = /^Port \d+ is in use by another program. .* npm start -- --free-ports$/;

  it('says which port is taken, and the way out', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as { port: number };
    const [error] = await once(createServer().listen(port, '127.0.0.1'), 'error');
    first.close();

    expect(startError(error)).toMatch(hint);
    expect(startError(error)).toContain(`Port ${port} `);
    expect(startError(new Error('Azurite could not start: port 10000 is in use'))).toMatch(/^Port 10000 is in use by/);
    expect(startError(new Error('Port 7071 is in use'))).toMatch(/^Port 7071 is in use by/);
  });

  it('says which data it cannot use, why, and how to begin anew', () => {
    expect(startError(new Error('file is not a database'), '.local/service-bus.sqlite')).toBe(
      '.local/service-bus.sqlite cannot be used: file is not a database. If it is damaged, begin with nothing: npm start -- --fresh',
    );
  });

  it.each([
    "EACCES: permission denied, mkdir '.local'",
    "EEXIST: file already exists, mkdir '.local'",
    'attempt to write a readonly database',
  ])('says where it may not write: %s', (message) => {
    expect(startError(new Error(message), '.local/')).toBe(
      `.local/ cannot be written (${message}). Give this user the right to, or start in a folder of your own`,
    );
  });

  it.each(['ENOSPC: no space left on device, write', 'database or disk is full'])(
    'asks for room on a full disk: %s',
    (message) => {
      expect(startError(new Error(message), '.local/')).toBe(
        `The disk is full (${message}). Make room on it, then start again`,
      );
    },
  );

  it('says a taken port as such, whatever data is behind it', () => {
    expect(startError(new Error('Port 5672 is in use'), '.local/service-bus.sqlite')).toMatch(hint);
  });

  it('says anything else in its own words', () => {
    expect(startError(new Error('PARTNER_CENTER_CLIENT_ID is missing'))).toBe('PARTNER_CENTER_CLIENT_ID is missing');
    expect(startError('odd')).toBe('odd');
  });
});
