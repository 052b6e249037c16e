import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The local Service Bus in a process of its own, on one file and one port for all its lives. */
export interface BrokerProcess {
  readonly port: number;
  readonly connectionString: string;
  isRunning(): boolean;
  start(): Promise<void>;
  /** SIGKILL: what it has accepted is on disk. */
  kill(): Promise<void>;
  /** In order. */
  stop(): Promise<void>;
}

export async function startBroker(configFile: string, file: string): Promise<BrokerProcess> {
  let child: ChildProcess | undefined;
  const first = await launch(0);

  async function launch(port: number): Promise<{ port: number; connectionString: string }> {
    const args = ['--port', `${port}`, '--file', file, '--config', configFile];
    const started = fork(join(process.cwd(), 'local/service-bus/main.ts'), args, {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      execArgv: [],
    });
    child = started;
    const ended = once(started, 'exit').then(() => Promise.reject(new Error('The broker ended before it was ready')));
    if (started.stdout === null) throw new Error('The broker has no standard output');
    const [line] = await Promise.race([once(createInterface(started.stdout), 'line'), ended]);
    ended.catch(() => undefined);
    return JSON.parse(String(line));
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined) return;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
  }

  return {
    ...first,
    isRunning: () => child !== undefined,
    async start() {
      if (child === undefined) await launch(first.port);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
