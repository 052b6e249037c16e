// Plain Node, no transformer: loads the built entry as the worker does and prints what it registered.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { standInForCore } from '../support/functions-core.mjs';

const registered = [];
standInForCore(({ name, bindings }) => {
  const [trigger] = Object.values(bindings).filter(({ direction }) => direction === 'in');
  const { type, route, schedule, queueName, topicName, subscriptionName } = trigger;
  registered.push({ name, trigger: type, route, schedule, queueName, topicName, subscriptionName });
});

const folder = process.argv[2];
const { main } = createRequire(pathToFileURL(`${folder}/`))('./package.json');
await import(pathToFileURL(`${folder}/${main}`).href);
process.stdout.write(JSON.stringify(registered));
