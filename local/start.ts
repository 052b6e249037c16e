import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAzurite } from './azurite/azurite.ts';
import { type Addresses, addressLines, addressReminder } from './laptop/addresses.ts';
import { startAppHost } from './laptop/app-host.ts';
import { openArrivals } from './laptop/arrivals.ts';
import { startBrokerSwitch } from './laptop/broker-switch.ts';
import { takeDataFolder } from './laptop/data-folder.ts';
import { followScenarios } from './laptop/follow-scenarios.ts';
import { whenOrphaned } from './laptop/orphan.ts';
import { createPasses } from './laptop/passes.ts';
import { ports } from './laptop/ports.ts';
import { createScenarios } from './laptop/scenarios.ts';
import { hasPartnerCenterAccount, localSettings } from './laptop/settings.ts';
import { isDiskFull, startError } from './laptop/start-error.ts';
import { readStartOptions } from './laptop/start-options.ts';
import { startSubscriber } from './laptop/subscriber.ts';
import { allArrived, watchUntilDone } from './laptop/until-done.ts';
import { startPartnerCenter } from './partner-center/partner-center.ts';
import { startServiceBus } from './service-bus/service-bus.ts';
import { parseEmulatorConfig } from './service-bus/topology.ts';
import { messageText } from './webhook-sink/message-text.ts';
import type { Post } from './webhook-sink/posts.ts';
import { startWebhookSink } from './webhook-sink/webhook-sink.ts';

/**
 * `npm start`: the whole of Submission Watch on this machine, without any cloud. Starts Azurite, a local Service Bus, a
 * simulated Partner Center and the built functions, plays scenarios, and prints each event as it reaches a subscriber.
 */

const dataFolder = '.local';
const untilDoneSeconds = 120;

const options = readStartOptions();
const say = (line: string) => console.log(line);
const stops: (() => Promise<void>)[] = [];
let ending: Promise<never> | undefined;

process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => void end(0));

// The broker and Partner Center write to disk at any time; a full one is no defect that a stack would help with.
process.on('uncaughtException', (error) => {
  if (ending === undefined) console.error(isDiskFull(error) ? startError(error) : error);
  void end(1);
});

try {
  await start();
} catch (error) {
  console.error(startError(error));
  await end(1);
}

async function start(): Promise<void> {
  const simulate = !hasPartnerCenterAccount(process.env);
  if (options.untilDone && !simulate) throw new Error('--until-done is for the simulated Partner Center');
  await keeping(`${dataFolder}/`, async () => takeDataFolder(dataFolder, options.fresh));
  const port = (name: keyof typeof ports) => (options.freePorts ? 0 : ports[name]);

  say('Starting Azurite, a local Service Bus and the functions ...');
  const azurite = await keeping(join(dataFolder, 'azurite'), (folder) =>
    startAzurite({ folder, tablePort: port('table'), blobPort: port('blob'), queuePort: port('queue') }),
  );
  stops.push(azurite.stop);
  const config = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
  const serviceBus = await keeping(join(dataFolder, 'service-bus.sqlite'), (file) =>
    startBrokerSwitch((brokerPort) => startServiceBus({ config, port: brokerPort, file }), {
      broker: port('serviceBus'),
      control: port('brokerSwitch'),
    }),
  );
  stops.push(serviceBus.stop);
  const partnerCenter = simulate
    ? await keeping(join(dataFolder, 'partner-center.json'), (file) =>
        startPartnerCenter({ port: port('partnerCenter'), file }),
      )
    : undefined;
  if (partnerCenter !== undefined) stops.push(partnerCenter.stop);
  const sink = await startWebhookSink({ port: port('webhooks'), hasRates: true, onPost: printPost });
  stops.push(sink.stop);

  const settings = localSettings(
    {
      tablesConnectionString: azurite.connectionString,
      serviceBusConnectionString: serviceBus.connectionString,
      partnerCenterUrl: partnerCenter?.url,
      webhooks: { teams: sink.teamsUrl('teams'), slack: sink.slackUrl('slack') },
      ...(options.freePorts ? {} : { functionsUrl: `http://127.0.0.1:${ports.functions}` }),
    },
    process.env,
  );
  const { url, key, ...host } = await startAppHost(settings, port('functions'), dataFolder);
  stops.push(host.stop);
  void host.ended.then((how) => {
    if (ending !== undefined) return;
    console.error(`The functions host ended by itself (${how})`);
    void end(1);
  });

  const arrivals = await keeping(join(dataFolder, 'arrivals.jsonl'), async (file) => openArrivals(file));
  const subscriber = startSubscriber({
    connectionString: serviceBus.connectionString,
    topic: settings['SERVICEBUS_TOPIC'] ?? 'submission-events',
    subscription: 'console',
    onEvent: arrivals.add,
    print: say,
  });
  stops.push(subscriber.stop);

  const addresses: Addresses = {
    functionsUrl: url,
    key,
    partnerCenterUrl: partnerCenter?.url,
    cardsUrl: `${sink.url}/local/cards`,
    realChannels: realChannels(process.env),
    serviceBus: serviceBus.connectionString,
    brokerUrl: serviceBus.url,
    dataFolder,
  };
  say(addressLines(addresses));
  if (partnerCenter === undefined) {
    say('Track a submission to see its changes here:');
    say(`  curl -X PUT "${url}/api/submissions/hardware:PRODUCT:SUBMISSION?code=${key}"\n`);
    return;
  }
  const scenarios = await createScenarios(partnerCenter.url).play(1);
  await followScenarios(url, key, scenarios);
  const isOver = scenarios.every((scenario) => scenario.done);
  say(
    isOver
      ? 'The scenarios were played before, on the kept data; --fresh plays them again.\n'
      : 'Playing scenarios; each event as it reaches a subscriber of the topic:\n',
  );
  if (options.untilDone) {
    const passes = createPasses(url, key);
    await end(await verdict(watchUntilDone(scenarios, arrivals, passes.next, untilDoneSeconds * 1000)));
  }
  if (isOver) return;
  await allArrived(scenarios, arrivals);
  say(`\nThe scenarios are over. The app goes on watching; Ctrl-C stops everything.\n${addressReminder(addresses)}`);
}

/** A message of the notifiers, as text. */
function printPost({ to, status, shown }: Post): void {
  const answer = status < 300 ? to : `${to} (${status})`;
  say(shown === undefined ? `  ${answer}: not a message that it takes` : messageText(answer, shown));
}

/** The settings of channels with a webhook URL in the environment: those are the real ones. */
function realChannels(environment: NodeJS.ProcessEnv): readonly string[] {
  return ['TEAMS_WEBHOOK_URL', 'SLACK_WEBHOOK_URL'].filter((name) => (environment[name] ?? '') !== '');
}

/** Starts what keeps its data at `path`. @throws Error that says which data stands in the way, and what to do. */
async function keeping<Part>(path: string, startPart: (path: string) => Promise<Part>): Promise<Part> {
  return startPart(path).catch((cause: unknown) => {
    throw new Error(startError(cause, path), { cause });
  });
}

/** @returns the exit code: 0 once every event of the scenarios has arrived and none that they do not explain. */
async function verdict(watched: ReturnType<typeof watchUntilDone>): Promise<number> {
  const { missing, unexpected, arrived } = await watched;
  if (missing.length + unexpected.length === 0) {
    say(`\nDone: all ${arrived} events of the scenarios have arrived.`);
    return 0;
  }
  for (const event of missing) console.error(`missing after ${untilDoneSeconds} s: ${event}`);
  for (const event of unexpected) console.error(`not explained by the scenarios: ${event}`);
  return 1;
}

function end(code: number): Promise<never> {
  ending ??= stopAll(code);
  return ending;
}

async function stopAll(code: number): Promise<never> {
  for (const stop of stops.reverse()) {
    await stop().catch((error: unknown) => console.error(error));
  }
  process.exit(code);
}
