// Plain Node, no transformer: loads the built entry as the worker does and prints what it registered.
import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const registered = [];
const core = {
  version: '1.0.0',
  hostVersion: '4.0.0',
  registerFunction(metadata) {
    const [trigger] = Object.values(metadata.bindings).filter(({ direction }) => direction === 'in');
    const { type, route, schedule, queueName, topicName, subscriptionName } = trigger;
    registered.push({ name: metadata.name, trigger: type, route, schedule, queueName, topicName, subscriptionName });
    return { dispose() {} };
  },
  registerHook: () => ({ dispose() {} }),
  setProgrammingModel() {},
  getProgrammingModel: () => ({}),
  log() {},
};
const load = Module._load;
Module._load = (request, ...rest) => (request === '@azure/functions-core' ? core : load(request, ...rest));

const folder = process.argv[2];
const { main } = createRequire(pathToFileURL(`${folder}/`))('./package.json');
await import(pathToFileURL(`${folder}/${main}`).href);
process.stdout.write(JSON.stringify(registered));
