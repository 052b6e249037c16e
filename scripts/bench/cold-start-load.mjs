// Plain Node, no transformer: loads a built entry as the Functions worker does and prints how long that took.
import { pathToFileURL } from 'node:url';
import { standInForCore } from '../../test/support/functions-core.mjs';

let registered = 0;
standInForCore(() => {
  registered += 1;
});

const entry = pathToFileURL(process.argv[2]).href;
const cpu = process.cpuUsage();
const start = performance.now();
await import(entry);
const ms = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, registered }));
