import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../../../local/azurite/azurite.ts';
import { localSettings } from '../../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../../local/partner-center/partner-center.ts';
import { controlPartnerCenter } from '../../support/partner-center-client.ts';
import { type AppHost, createAppHost, type Ports } from './app-host.ts';
import { brokerConfig, everything, withoutRepeats } from './broker-config.ts';
import { type BrokerProcess, startBroker } from './broker-process.ts';
import { createBusSubscriber } from './bus-subscriber.ts';
import { createFeedSubscriber } from './feed-subscriber.ts';
import type { Subscriber } from './subscriber.ts';
import { startWebhookChannels, type WebhookChannels } from './webhook-channels.ts';

/** In milliseconds since 1970. */
interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Everything that Submission Watch runs in, each part to be ended and started again by itself. */
export interface World {
  /** Two instances of the app on one storage; the second one runs at times. */
  readonly hosts: {
    readonly first: AppHost;
    readonly second: AppHost;
    /** Tells the channels, and does nothing else. */
    readonly notifier: AppHost;
  };
  readonly channels: WebhookChannels;
  readonly broker: BrokerProcess;
  readonly subscribers: readonly Subscriber[];
  /** A control call of the simulated Partner Center. */
  partnerCenter(method: string, path: string, body?: unknown): Promise<unknown>;
  /** In order: a killed Azurite loses data by itself. */
  restartAzurite(): Promise<void>;
  /** When the storage was away. */
  readonly outages: readonly Outage[];
  /** By the clock that the timers of the hosts follow. */
  readonly clock: { now(): Date };
  /**
   * A minute of that clock: a pass of these hosts and the sweep after it, at the same time on all of them. The notifier has its
   * sweep too, and is not waited for: it may wait for its channels.
   */
  pass(hosts: readonly AppHost[]): Promise<void>;
  stop(): Promise<void>;
}

const topic = 'submission-events';

/** @param app folder with package.json, host.json and the built entry. */
export async function startWorld(app: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const azuriteFolder = join(folder, 'azurite');
  let azurite: Azurite = await startAzurite({ folder: azuriteFolder });
  const tablePort = Number(/TableEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(azurite.connectionString)?.[1]);
  const configFile = join(folder, 'Config.json');
  writeFileSync(configFile, JSON.stringify(brokerConfig(topic)));
  const broker = await startBroker(configFile, join(folder, 'service-bus.sqlite'));
  const partnerCenter = await startPartnerCenter();
  const channels = await startWebhookChannels(azurite.connectionString);
  const ports: Ports = {
    'partner center': Number(new URL(partnerCenter.url).port),
    tables: tablePort,
    broker: broker.port,
    webhooks: channels.port,
  };
  const settings = (taps: Ports) => ({
    ...(localSettings(
      {
        tablesConnectionString: azurite.connectionString.replaceAll(`:${tablePort}/`, `:${taps.tables}/`),
        serviceBusConnectionString: broker.connectionString.replace(`:${broker.port};`, `:${taps.broker};`),
        partnerCenterUrl: `http://127.0.0.1:${taps['partner center']}`,
      },
      {},
    ) as Record<string, string>),
    ...patience,
  });
  const host = (name: string, more: (taps: Ports) => Readonly<Record<string, string>> = () => ({})) =>
    createAppHost({ name, app, folder, ports, settings: (taps) => ({ ...settings(taps), ...more(taps) }) });
  const hosts = {
    first: await host('first'),
    second: await host('second'),
    notifier: await host('notifier', (taps) => channels.settings(taps.webhooks)),
  };
  const { notifier } = hosts;
  let telling: Promise<unknown> = Promise.resolve();
  const outages: Outage[] = [];
  let time = Date.parse('2026-01-01T00:00:30Z');
  /** One after the other. */
  let restarted: Promise<void> = Promise.resolve();

  return {
    hosts,
    channels,
    broker,
    subscribers: [
      createBusSubscriber({
        name: everything,
        dropsRepeats: false,
        connectionString: broker.connectionString,
        receiver: (client) => client.createReceiver(topic, everything),
      }),
      createBusSubscriber({
        name: withoutRepeats,
        dropsRepeats: true,
        connectionString: broker.connectionString,
        receiver: (client) => client.createReceiver(withoutRepeats),
      }),
      createFeedSubscriber(hosts.first),
    ],
    partnerCenter: (method, path, body) => controlPartnerCenter(partnerCenter.url, method, path, body),
    restartAzurite() {
      const restart = restarted.then(async () => {
        const from = Date.now();
        await azurite.stop();
        azurite = await startAzurite({ folder: azuriteFolder, tablePort });
        outages.push({ from, to: Date.now() });
      });
      restarted = restart;
      return restart;
    },
    outages,
    clock: { now: () => new Date(time) },
    async pass(hosts) {
      const [poll, sweep] = [new Date(time + 30_000), new Date(time + 60_000)];
      await Promise.all(
        hosts.map(async (host) => {
          await host.tick(poll);
          await host.tick(sweep);
        }),
      );
      time = sweep.getTime();
      telling = Promise.all([telling, notifier.tick(sweep)]);
      // Whoever stops the world hears of it.
      telling.catch(() => undefined);
    },
    async stop() {
      await Promise.all(Object.values(hosts).map((each) => each.stop()));
      try {
        await telling;
      } finally {
        await Promise.all([broker.kill(), partnerCenter.stop(), azurite.stop(), channels.stop()]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Everything is due at each tick, and nothing waits long for an answer that does not come. */
const patience = {
  POLL_SCHEDULE: '0 * * * * *',
  RELAY_SCHEDULE: '30 * * * * *',
  HEALTH_SCHEDULE: '30 * * * * *',
  ACTIVE_POLL_SECONDS: '0',
  WAITING_POLL_SECONDS: '0',
  DRAFT_POLL_SECONDS: '0',
  SETTLED_POLL_SECONDS: '0',
  PRODUCT_POLL_SECONDS: '0',
  PARTNER_CENTER_TIMEOUT_SECONDS: '2',
};
