import { fork } from 'node:child_process';
import { benches } from './bench/benches.ts';
import { type Figure, figureTable, verdictOf } from './bench/figure.ts';

/**
 * `npm run bench` measures everything, each part in a process of its own; `npm run bench -- NAME ...` some parts. Exits with 1
 * where a target is missed.
 */
const names = process.argv.slice(2);
const [only] = names;
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}

if (process.send !== undefined && only !== undefined) {
  process.send(await benches[only]?.());
  process.disconnect?.();
} else {
  const figures: Figure[] = [];
  for (const name of names.length === 0 ? Object.keys(benches) : names) {
    const start = performance.now();
    const measured = await inItsOwnProcess(name);
    figures.push(...measured);
    console.log(`\n${name} (${((performance.now() - start) / 1000).toFixed(0)} s)\n${figureTable(measured)}`);
  }
  const missed = figures.filter((figure) => verdictOf(figure) === 'MISSED');
  const targets = figures.filter(({ target }) => target !== undefined);
  console.log(`\n${targets.length - missed.length} of ${targets.length} targets met.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** What one part leaves behind (compiled code, heap, open connections) must not be in the figures of the next. */
function inItsOwnProcess(name: string): Promise<readonly Figure[]> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [name], { execArgv: ['--expose-gc'] });
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
