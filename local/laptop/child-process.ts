import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child that said it is ready, and what it said. */
interface ReadyChild {
  readonly process: ChildProcess;
  readonly ready: Readonly<Record<string, unknown>>;
  /** Resolves with what ended it: an exit code, or the name of a signal. */
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
}

/**
 * Runs a TypeScript file in a process of its own and waits for its line `{"ready":true,...}`.
 * @param onLog gets each line of its standard error.
 * @throws Error when it ends before it is ready.
 */
export async function startChild(
  file: string,
  options: { args: readonly string[]; env: NodeJS.ProcessEnv; onLog: (line: string) => void },
): Promise<ReadyChild> {
  // A process group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
  const child = fork(file, [...options.args], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const ended = new Promise<number | string>((resolve) => {
    // 'close' comes once its last words have been read.
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', options.onLog);
  const ready = await Promise.race([readyLine(child), ended.then(() => undefined)]);
  if (ready === undefined) throw new Error(`${file} ended before it was ready (${await ended})`);
  return {
    process: child,
    ready,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readyLine(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line));
    });
  });
}
