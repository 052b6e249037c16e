import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type AzuriteOptions = {
  /** Where the data is kept; absent, it is kept in memory only. */
  folder?: string;
  /** 0 or absent takes a free port. */
  tablePort?: number;
  blobPort?: number;
  queuePort?: number;
};

export type Azurite = {
  connectionString: string;
  pid: number;
  /** Ends it the way that writes its data to disk, and waits for that. */
  stop(): Promise<void>;
  /** Ends it at once. What was written in the last 5 seconds is lost. */
  kill(): void;
};

// The account that every emulator of Azure Storage has; its key is public.
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Runs before Azurite in its process. Azurite saves its data on the IPC message `shutdown`; this sends it that message when
 * the channel closes, so that a parent that stops it, and one that dies, both end it with nothing lost and no orphan. What
 * it then prints may find no reader any more, which must not end it before it has saved.
 */
const shutDownOnDisconnect = `
  process.once('disconnect', () => {
    process.stdout.on('error', () => {});
    process.stderr.on('error', () => {});
    if (!process.emit('message', 'shutdown')) {
      process.exit();
    }
  });`;

/**
 * Starts the tables, blobs and queues of Azurite in a process of their own, on loopback, and resolves when all three listen.
 * @throws {Error} of one line where it cannot start, as when a port is in use.
 */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const child = fork(resolveAzurite(), azuriteArguments(options), {
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(shutDownOnDisconnect)}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a group of its own: Ctrl-C is for the parent, which stops this last, after those that still write to it.
    detached: process.platform !== 'win32',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const endpoints = await readEndpoints(child);
    return {
      connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};${endpoints}`,
      pid: child.pid ?? 0,
      stop: async () => {
        if (child.connected) {
          child.disconnect();
        }
        await exited;
      },
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
}

// Found from the program that runs, since this module has no means to know where it is itself when Jest loads it.
function resolveAzurite(): string {
  const program = process.argv[1] ?? join(process.cwd(), 'program.js');
  return createRequire(program).resolve('azurite/dist/src/azurite.js');
}

function azuriteArguments({ folder, tablePort = 0, blobPort = 0, queuePort = 0 }: AzuriteOptions): string[] {
  const services = { table: tablePort, blob: blobPort, queue: queuePort };
  return [
    ...Object.entries(services).flatMap(([name, port]) => [
      `--${name}Host`,
      '127.0.0.1',
      `--${name}Port`,
      String(port),
    ]),
    ...(folder === undefined ? ['--inMemoryPersistence'] : ['--location', folder]),
    '--silent',
    '--skipApiVersionCheck',
    '--disableTelemetry',
  ];
}

/** Waits for the line that each of the three services prints when it listens, and makes the endpoints of them. */
async function readEndpoints(child: ChildProcess): Promise<string> {
  let output = '';
  return await new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk;
      const listening = [...output.matchAll(/Azurite (\w+) service is successfully listening at (\S+)\n/g)];
      if (listening.length === 3) {
        child.stdout?.off('data', read).resume();
        child.stderr?.off('data', read).resume();
        resolve(listening.map(([, service, url]) => `${service}Endpoint=${url}/${account};`).join(''));
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Azurite could not start: ${reasonIn(output)}`)));
  });
}

function reasonIn(output: string): string {
  const portInUse = /EADDRINUSE\D*[\d.]+:(\d+)/.exec(output)?.[1];
  return portInUse === undefined ? output.trim().split('\n').slice(-1).join('') : `port ${portInUse} is in use`;
}
