import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { localSettings } from '../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { type HostProcess, launchHost, type ReadyLine } from '../local/functions-host-process.ts';
import { startTap, type Tap } from './http-tap.ts';

export const topic = 'submission-events';
const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));

/**
 * Everything that Submission Watch runs on, for one test: Azurite behind a tap, the local Service Bus, the simulated Partner
 * Center, and the built app in the local Functions host, in a process of its own and with a clock that `tick` moves.
 */
export type Laptop = Awaited<ReturnType<typeof startLaptop>>;

export async function startLaptop() {
  const folder = mkdtempSync(join(tmpdir(), 'laptop-'));
  const file = join(folder, 'service-bus.sqlite');
  const azurite = await startAzurite({});
  const tables = await startTap(tableEndpoint(azurite.connectionString));
  let serviceBus = await startServiceBus({ config: topology, file });
  const { port } = serviceBus;
  const partnerCenter = await startPartnerCenter();
  const stateDirectory = join(folder, 'host');
  let host: (HostProcess & { line: ReadyLine }) | undefined;
  let time = Date.parse('2026-01-01T00:00:30Z');
  /** By so much the clock of the app is ahead of the real one. */
  let aheadMs = 0;

  const settings = {
    ...localSettings(
      {
        tablesConnectionString: azurite.connectionString.replaceAll(
          tableEndpoint(azurite.connectionString),
          tables.url,
        ),
        serviceBusConnectionString: serviceBus.connectionString,
        partnerCenterUrl: partnerCenter.url,
      },
      {},
    ),
    // Everything is due at each tick: no test waits.
    POLL_SCHEDULE: '0 * * * * *',
    RELAY_SCHEDULE: '30 * * * * *',
    ACTIVE_POLL_SECONDS: '0',
    WAITING_POLL_SECONDS: '0',
    DRAFT_POLL_SECONDS: '0',
    SETTLED_POLL_SECONDS: '0',
    PRODUCT_POLL_SECONDS: '0',
  } as Record<string, string>;

  async function startHost(more: Record<string, string> = {}): Promise<void> {
    const launched = launchHost({
      app: process.cwd(),
      settings: { ...settings, CLOCK_AHEAD_MS: String(aheadMs), ...more },
      preload: join(process.cwd(), 'test/support/moved-date.ts'),
      clock: new Date(time).toISOString(),
      stateDirectory,
    });
    host = { ...launched, line: await launched.ready() };
  }

  function running(): HostProcess & { line: ReadyLine } {
    if (host === undefined) throw new Error('The host was not started');
    return host;
  }

  /** Half a minute on: a pass, or a relay sweep, in turns. Ends early where the host dies. */
  async function tick(): Promise<void> {
    time += 30_000;
    const { moveClock, exited } = running();
    await Promise.race([moveClock(new Date(time).toISOString()), exited()]);
  }

  return {
    partnerCenter,
    serviceBus: () => serviceBus,
    tables: tables satisfies Tap as Tap,
    settings,
    startHost,
    host: running,
    tick,
    /** A pass, and the sweep after it. */
    async pass(): Promise<void> {
      await tick();
      await tick();
    },
    /** Later by the clock of the app; the timers of the host move with `tick` alone. */
    async later(minutes: number): Promise<void> {
      aheadMs += minutes * 60_000;
      await running().ask({ ahead: aheadMs });
    },
    /** Time that passes for the timers while no host runs; whole minutes. */
    async minutesWithoutHost(minutes: number): Promise<void> {
      await running().stop();
      time += minutes * 60_000;
    },
    /** Runs a function that is no HTTP one, as an operator may, and waits until nothing runs any more. */
    async run(name: string): Promise<void> {
      const { url, keys } = running().line;
      const init = { method: 'POST', headers: { 'x-functions-key': keys.master }, body: '{}' };
      const { status } = await fetch(`${url}/admin/functions/${name}`, init);
      if (status !== 202) throw new Error(`${name} was not run: ${status}`);
      await running().moveClock(new Date(time).toISOString());
    },
    stateDirectory,
    async stopBroker(): Promise<void> {
      await serviceBus.stop();
    },
    async startBroker(): Promise<void> {
      serviceBus = await startServiceBus({ config: topology, file, port });
    },
    /** Another broker in the place of the stopped one: with the same entities, and nothing in them. */
    async startEmptyBroker(): Promise<void> {
      rmSync(file);
      serviceBus = await startServiceBus({ config: topology, file, port });
    },
    async api(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
      const { url, keys } = running().line;
      const response = await fetch(`${url}/api/${path}`, {
        method,
        headers: { 'x-functions-key': keys.default },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    /** Puts a submission into the simulated Partner Center. */
    async put(key: string, model: object): Promise<void> {
      const response = await fetch(`${partnerCenter.url}/_local/submissions/${key}`, {
        method: 'PUT',
        body: JSON.stringify(model),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    /** All messages that wait in a subscription; each is completed. */
    async receive(subscription = 'console'): Promise<ServiceBusReceivedMessage[]> {
      const client = new ServiceBusClient(serviceBus.connectionString);
      const receiver = client.createReceiver(topic, subscription);
      const received: ServiceBusReceivedMessage[] = [];
      for (let known = -1; known < received.length; ) {
        known = received.length;
        // Asked for more than there are, the SDK waits for them.
        const { length } = await receiver.peekMessages(100);
        while (received.length < known + length) {
          const more = await receiver.receiveMessages(known + length - received.length, { maxWaitTimeInMs: 30_000 });
          if (more.length === 0) throw new Error(`Somebody else took messages of ${subscription}`);
          for (const message of more) await receiver.completeMessage(message);
          received.push(...more);
        }
      }
      await client.close();
      return received;
    },
    async stop(): Promise<void> {
      await host?.stop('SIGKILL');
      await Promise.all([partnerCenter.stop(), serviceBus.stop(), tables.stop()]);
      await azurite.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tableEndpoint(connectionString: string): string {
  const endpoint = /TableEndpoint=(http:\/\/127\.0\.0\.1:\d+)/.exec(connectionString)?.[1];
  if (endpoint === undefined) throw new Error('No table endpoint');
  return endpoint;
}
