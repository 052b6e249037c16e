import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Runs `main.ts` of the simulated Partner Center as the process it is for its users. */

const main = join(process.cwd(), 'local/partner-center/main.ts');
const children: ChildProcess[] = [];

export type MainProcess = ChildProcess & { stdout: Readable; stderr: Readable };

export function runMain(...args: string[]): MainProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

/** With a channel to this process, as a program starts it. */
export function forkMain(): ChildProcess {
  const child = fork(main, [], { silent: true, execArgv: [] });
  children.push(child);
  return child;
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Kills all that still run; belongs into `afterEach`. */
export async function killMains(): Promise<void> {
  for (const child of children.splice(0)) await kill(child);
}

export async function firstLine(stream: Readable): Promise<string> {
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
  return line;
}

/** What it says about where it listens, once it does. */
export async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('The output of this process is not piped');
  const { ready, url } = JSON.parse(await firstLine(stdout)) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  return url;
}
