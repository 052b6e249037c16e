import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export interface ReadyLine {
  ready: true;
  url: string;
  functions: { name: string; trigger: string; route?: string; isDisabled?: true }[];
  keys: { master: string; default: string };
  errors?: { name: string; message: string }[];
}

/** A Functions host in a process of its own, with what it prints. */
export interface HostProcess {
  readonly child: ChildProcess;
  /** The lines of standard error so far. */
  readonly lines: readonly string[];
  readonly output: readonly string[];
  readonly stateDirectory: string;
  /** Rejects, with what was printed, where the process ends first. */
  ready(): Promise<ReadyLine>;
  /** The first line that holds the text, `occurrence` counting from 1; waits for it. */
  logged(text: string, occurrence?: number): Promise<string>;
  /** Moves the host's clock, and waits until nothing runs any more. */
  moveClock(time: string): Promise<void>;
  /** Sends a message to the process and waits until it comes back, which is for good where the process ends first. */
  ask(message: object): Promise<void>;
  /** The exit code. */
  exited(): Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface HostOptions {
  /** A folder of fixture-apps, or any absolute path. */
  app: string;
  settings?: Record<string, string>;
  clock?: string;
  port?: number;
  stateDirectory?: string;
  /** A module that is loaded before the host, as an absolute path. */
  preload?: string;
}

const running = new Set<HostProcess>();
const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'functions-host-'));
  folders.push(folder);
  return folder;
}

/** Call it after each test: ends the hosts it started and removes their folders. */
export async function stopHosts(): Promise<void> {
  await Promise.all([...running].map((host) => host.stop('SIGKILL')));
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function startHost(options: HostOptions): Promise<HostProcess & { readonly line: ReadyLine }> {
  const host = launchHost(options);
  const line = await host.ready();
  return { ...host, line };
}

/** Starts a host without waiting for anything. */
export function launchHost(options: HostOptions): HostProcess {
  const { app, settings = {}, clock = 'real', port = 0, stateDirectory = temporaryFolder(), preload } = options;
  const appDirectory = join(process.cwd(), 'test/local/fixture-apps', app);
  const child = fork(
    join(process.cwd(), 'local/functions-host/main.ts'),
    [
      '--app',
      app.startsWith('/') ? app : appDirectory,
      '--port',
      `${port}`,
      '--state',
      stateDirectory,
      '--clock',
      clock,
    ],
    {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: preload === undefined ? [] : ['--import', pathToFileURL(preload).href],
    },
  );
  const lines: string[] = [];
  const output: string[] = [];
  const changed = new Set<() => void>();
  const lookAgain = (): void => {
    for (const look of changed) look();
  };
  const follow = (stream: NodeJS.ReadableStream | null, into: string[]): void => {
    if (stream !== null) {
      createInterface({ input: stream }).on('line', (line) => {
        into.push(line);
        lookAgain();
      });
    }
  };
  follow(child.stderr, lines);
  follow(child.stdout, output);
  let ended = false;
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      ended = true;
      running.delete(host);
      resolve(code);
      lookAgain();
    });
    // The last lines may come after the exit.
    child.stderr?.once('close', () => lookAgain());
  });

  const until = <T>(find: () => T | undefined, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found !== undefined) {
          changed.delete(look);
          resolve(found);
        } else if (ended && child.stderr?.closed) {
          changed.delete(look);
          reject(new Error(`The host ended before ${what}. It printed:\n${lines.join('\n')}`));
        }
      };
      changed.add(look);
      look();
    });

  // One listener for all: several may wait at once, each for its own message to come back.
  const asked: { readonly text: string; readonly answered: () => void }[] = [];
  child.on('message', (answer) => {
    const index = asked.findIndex(({ text }) => text === JSON.stringify(answer));
    if (index >= 0) asked.splice(index, 1)[0]?.answered();
  });

  const host: HostProcess = {
    child,
    lines,
    output,
    stateDirectory,
    ready: async () => JSON.parse(await until(() => output[0], 'it was ready')) as ReadyLine,
    logged: (text, occurrence = 1) =>
      until(() => lines.filter((line) => line.includes(text))[occurrence - 1], `it logged '${text}'`),
    moveClock: (clock) => host.ask({ clock }),
    ask: (message) =>
      new Promise((resolve) => {
        asked.push({ text: JSON.stringify(message), answered: resolve });
        // A process that is gone does not answer; whoever asks looks for its end.
        child.send(message, () => undefined);
      }),
    exited: () => exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await exited;
    },
  };
  running.add(host);
  return host;
}
