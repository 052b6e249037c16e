// Plain Node, no transformer: loads a built entry as the Functions worker does and prints how long that took.
import Module from 'node:module';
import { pathToFileURL } from 'node:url';

let registered = 0;
const core = {
  version: '1.0.0',
  hostVersion: '4.0.0',
  registerFunction() {
    registered += 1;
    return { dispose() {} };
  },
  registerHook: () => ({ dispose() {} }),
  setProgrammingModel() {},
  getProgrammingModel: () => ({}),
  log() {},
};
const load = Module._load;
Module._load = (request, ...rest) => (request === '@azure/functions-core' ? core : load(request, ...rest));

const entry = pathToFileURL(process.argv[2]).href;
const cpu = process.cpuUsage();
const start = performance.now();
await import(entry);
const ms = performance.now() - start;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, registered }));
