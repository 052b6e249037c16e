import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benches } from './bench/benches.ts';
import { type Figure, figureTable, verdictOf } from './bench/figure.ts';
import { machineText, withFigures } from './bench/performance-page.ts';

/**
 * `npm run bench` measures everything, each part in a process of its own; `npm run bench -- NAME ...` some parts. `--node PATH`
 * names a further Node binary to start cold, `--table docs/performance.md` puts the figures into that page. Exits with 1
 * where a target is missed.
 */
const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string', multiple: true, default: [] }, table: { type: 'string' } },
});
const [only] = names;
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}

if (process.send !== undefined && only !== undefined) {
  process.send(await benches[only]?.({ nodes: values.node }));
  process.disconnect?.();
} else {
  const begin = performance.now();
  const figures: Figure[] = [];
  for (const name of names.length === 0 ? Object.keys(benches) : names) {
    const start = performance.now();
    const measured = await inItsOwnProcess(name);
    figures.push(...measured);
    console.log(`\n${name} (${secondsSince(start)} s)\n${figureTable(measured)}`);
    const page = values.table;
    if (page === undefined) continue;
    writeFileSync(page, withFigures(readFileSync(page, 'utf8'), name, measured, machineText(new Date())));
  }
  const verdicts = figures.map(verdictOf).filter((verdict) => verdict !== '');
  const met = verdicts.filter((verdict) => verdict === 'met').length;
  console.log(`\n${met} of ${verdicts.length} targets met, in ${secondsSince(begin)} s.`);
  process.exitCode = met === verdicts.length ? 0 : 1;
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(0);
}

/** What one part leaves behind (compiled code, heap, open connections) must not be in the figures of the next. */
function inItsOwnProcess(name: string): Promise<readonly Figure[]> {
  return new Promise((resolve, reject) => {
    const args = [name, ...values.node.flatMap((path) => ['--node', path])];
    const child = fork(import.meta.filename, args, { execArgv: ['--expose-gc'] });
    let figures: readonly Figure[] | undefined;
    child.on('message', (message) => {
      figures = message as Figure[];
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (figures === undefined) reject(new Error(`${name} ended with ${code} and measured nothing`));
      else resolve(figures);
    });
  });
}
