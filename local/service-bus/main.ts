// Runs the local Service Bus as a process of its own: node local/service-bus/main.ts --port 5672 --file data/service-bus.db
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServiceBus } from './service-bus.ts';
import { parseEmulatorConfig } from './topology.ts';

try {
  const { port, file, config } = readOptions();
  const topology = parseEmulatorConfig(JSON.parse(await readFile(config, 'utf8')));
  const bus = await startServiceBus({ config: topology, port: Number(port), ...(file && { file }) });
  stopWith(bus.stop);
  console.log(JSON.stringify({ ready: true, port: bus.port, connectionString: bus.connectionString }));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5672' },
      file: { type: 'string' },
      config: { type: 'string', default: join(import.meta.dirname, 'Config.json') },
    },
  });
  return values;
}

/** Stops on a signal, and with the process that started this one: an orphan would keep port and file. */
function stopWith(stop: () => Promise<void>): void {
  const finish = () => void stop().then(() => process.exit(0));
  process.once('SIGTERM', finish);
  process.once('SIGINT', finish);
  process.once('disconnect', finish);
  const stdin = fstatSync(0);
  // A terminal or /dev/null says nothing about a parent; a pipe ends with it.
  if (stdin.isFIFO() || stdin.isSocket()) process.stdin.once('end', finish).resume();
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use: choose another with --port`;
  }
  return error.message;
}
