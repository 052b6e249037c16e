import { parseArgs } from 'node:util';
import { type PartnerCenterOptions, startPartnerCenter } from './partner-center.ts';
import { StateFileError } from './state-file-error.ts';

// `node local/partner-center/main.ts --port N --file F`: serves until it is told to stop or the process that forked it
// goes away.

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function optionsFrom(args: readonly string[]): PartnerCenterOptions & { readonly port: number } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: 'string', default: '0' }, file: { type: 'string' } },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) return fail(`--port ${values.port}: expected a number from 0 to 65535`);
    if (values.file === '') return fail('--file: expected a path');
    return { port, ...(values.file === undefined ? {} : { file: values.file }) };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error instanceof StateFileError) return error.message;
  return error.code === 'EADDRINUSE' ? `Port ${port} is in use` : `Cannot listen on port ${port}: ${error.message}`;
}

const options = optionsFrom(process.argv.slice(2));
const partnerCenter = await startPartnerCenter(options).catch((error: NodeJS.ErrnoException) =>
  fail(explain(error, options.port)),
);

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  void partnerCenter.stop().then(() => process.exit(0));
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
process.on('disconnect', stop);

console.log(JSON.stringify({ ready: true, url: partnerCenter.url }));
