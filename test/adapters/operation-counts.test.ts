import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvocationContext } from '@azure/functions';
import { ServiceBusClient } from '@azure/service-bus';
import { notifyChannelFunction, sweepChannelFunction } from '../../functions/notify-channel.ts';
import { pollSubmissionsFunction } from '../../functions/poll-submissions.ts';
import { relayOutboxFunction } from '../../functions/relay-outbox.ts';
import { createServices, type Services } from '../../functions/services.ts';
import { watchHealthFunction } from '../../functions/watch-health.ts';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { localSettings } from '../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { countedOperations } from '../../scripts/cost/counted-operations.ts';
import { readConfig } from '../../shared/config.ts';
import { trackSubmission } from '../../shared/use-cases/track-submission.ts';
import { runTimer } from '../support/call-function.ts';
import { startTap } from '../support/http-tap.ts';
import { keyOf } from '../support/key-of.ts';

const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
const keys = Array.from({ length: 96 }, (_, index) => `addon:9NSAMPLE${1000 + index}:1152921505689400${100 + index}`);

const stops: (() => Promise<unknown>)[] = [];
let services: Services;
let partnerCenterUrl = '';
let serviceBusConnection = '';
let requests = 0;

beforeAll(async () => {
  const azurite = await startAzurite({});
  const [, endpoint = ''] = /TableEndpoint=(http:\/\/[\d.:]+)/.exec(azurite.connectionString) ?? [];
  const tap = await startTap(endpoint);
  tap.watch(({ phase }) => {
    if (phase === 'before') requests += 1;
  });
  const serviceBus = await startServiceBus({ config: topology });
  const partnerCenter = await startPartnerCenter();
  stops.push(tap.stop, serviceBus.stop, partnerCenter.stop, azurite.stop);
  partnerCenterUrl = partnerCenter.url;
  const endpoints = {
    tablesConnectionString: azurite.connectionString.replaceAll(endpoint, tap.url),
    serviceBusConnectionString: serviceBus.connectionString,
    partnerCenterUrl,
  };
  const hook = createServer((_request, response) => response.writeHead(200).end('ok'));
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  stops.push(async () => hook.close());
  const channels = [
    {
      name: 'mine',
      sort: 'slack',
      webhookSetting: 'MY_HOOK',
      subscription: 'console',
      events: 'all',
      settleSeconds: 0,
    },
  ];
  const changes = {
    ACTIVE_POLL_SECONDS: '0',
    NOTIFY_CHANNELS: JSON.stringify(channels),
    MY_HOOK: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
  };
  serviceBusConnection = serviceBus.connectionString;
  services = createServices(readConfig(localSettings(endpoints, changes)));
  await runTimer(pollSubmissionsFunction(services));
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function counted(run: () => Promise<unknown>): Promise<number> {
  const before = requests;
  await run();
  return requests - before;
}

async function put(key: string, status: string): Promise<void> {
  const body = JSON.stringify({ status });
  const response = await fetch(`${partnerCenterUrl}/_local/submissions/${key}`, { method: 'PUT', body });
  if (!response.ok) throw new Error(await response.text());
}

const pass = () => counted(() => runTimer(pollSubmissionsFunction(services)));

it('the operations that the cost is computed from are those that go over the wire', async () => {
  const idlePass = await pass();
  const idleRelay = await counted(() => runTimer(relayOutboxFunction(services)));
  const idleHealth = await counted(() => runTimer(watchHealthFunction(services)));

  const store = await services.store();
  for (const key of keys) {
    await put(key, 'Certification');
    await trackSubmission(store, keyOf(key), new Date());
  }
  await pass();
  const unchanged = await pass();
  const changed = keys.slice(0, 24);
  for (const key of changed) await put(key, 'Release');
  const withChanges = await pass();

  const [channel] = services.config.notify.channels;
  if (channel === undefined) throw new Error('There is no channel');
  const idleSweep = await counted(() => runTimer(sweepChannelFunction(services, channel)));
  const client = new ServiceBusClient(serviceBusConnection);
  const receiver = client.createReceiver(services.config.serviceBus.topic, channel.subscription);
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  const told = await counted(async () => {
    await notifyChannelFunction(services, channel).handler(
      message?.body,
      new InvocationContext({ logHandler: () => undefined }),
    );
  });
  await client.close();

  const found: typeof countedOperations = {
    idlePass,
    idleRelay,
    idleHealth,
    idleSweep,
    unchangedRead: (unchanged - idlePass) / keys.length,
    change: (withChanges - unchanged) / changed.length,
    told,
  };
  const fits = Object.entries(countedOperations).map(([name, stated]) => {
    const measured = found[name as keyof typeof found];
    return { name, measured, stated, fits: measured <= stated && measured >= stated * 0.6 };
  });
  expect(fits.filter((one) => !one.fits)).toEqual([]);
}, 120_000);
