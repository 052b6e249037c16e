import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { ServiceBusClient } from '@azure/service-bus';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { localSettings } from '../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';
import { brokerConfig, everything } from '../faults/world/broker-config.ts';
import { type HostProcess, launchHost } from '../local/functions-host-process.ts';
import { keysOfProducts } from '../support/key-of.ts';
import { controlPartnerCenter, signIn } from '../support/partner-center-client.ts';
import { seedDue } from './seed-due.ts';

interface TwoHostsOptions {
  /** Folder of the built app. */
  readonly app: string;
  readonly due: number;
  /** Of those, so many have moved since they were last read. */
  readonly changed: number;
  /** The budget, and what Partner Center lets through in any minute. */
  readonly requestsPerMinute: number;
}

export interface TwoHosts {
  readonly options: TwoHostsOptions;
  /** Per host. */
  readonly hosts: readonly { readonly slices: number; readonly reads: number }[];
  /** Submissions by how often they were read. */
  readonly timesRead: Readonly<Record<number, number>>;
  /** Answers of Partner Center by HTTP status. */
  readonly answers: Readonly<Record<number, number>>;
  readonly mostInAMinute: number;
  /** Ids as a subscriber got them, sorted: each as often as it was sent. */
  readonly events: readonly string[];
  readonly expectedEvents: readonly string[];
  /** How often a host found that the other one had planned already. */
  readonly outplanned: number;
  /** Minutes of the hosts' clock. */
  readonly minutes: number;
}

const topic = 'submission-events';
/** Slices that a busy machine comes to too late are planned anew by the next minute. */
const mostMinutes = 10;
const waitMs = 90_000;

/**
 * Two processes of the built app on one storage, one queue and one Partner Center. Their timers fire at the same moment, as when the
 * lease is lost, until everything that is due has been read.
 */
export async function runTwoHosts(options: TwoHostsOptions): Promise<TwoHosts> {
  const folder = mkdtempSync(join(tmpdir(), 'two-hosts-'));
  const config = JSON.parse(JSON.stringify(brokerConfig(topic)));
  const azurite = await startAzurite({ folder: join(folder, 'azurite') });
  const bus = await startServiceBus({ config: parseEmulatorConfig(config) });
  const partnerCenter = await startPartnerCenter();
  const hosts: HostProcess[] = [];
  try {
    return await run(options, {
      azurite: azurite.connectionString,
      bus: bus.connectionString,
      url: partnerCenter.url,
      hosts,
      folder,
    });
  } finally {
    await Promise.all(hosts.map((host) => host.stop('SIGKILL')));
    await Promise.all([azurite.stop(), bus.stop(), partnerCenter.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly azurite: string;
  readonly bus: string;
  readonly url: string;
  readonly hosts: HostProcess[];
  readonly folder: string;
}

async function run(options: TwoHostsOptions, { azurite, bus, url, hosts, folder }: Surroundings): Promise<TwoHosts> {
  const { app, due, changed, requestsPerMinute } = options;
  const control = (method: string, path: string, body?: unknown) => controlPartnerCenter(url, method, path, body);
  const keys = keysOfProducts(due);
  const table = TableClient.fromConnectionString(azurite, 'submissionwatch', { allowInsecureConnection: true });
  await table.createTable();
  await seedDue(
    table,
    keys,
    async (key, index) => {
      await control('PUT', `submissions/${key.text}`, { status: index < changed ? 'Release' : 'Certification' });
    },
    signIn(url, () => new Date()),
  );
  await control('PUT', 'rate-limit', { requestsPerMinute });
  await control('DELETE', 'requests');

  let time = Date.parse('2026-01-01T00:00:30Z');
  const settings = {
    ...(localSettings(
      { tablesConnectionString: azurite, serviceBusConnectionString: bus, partnerCenterUrl: url },
      {},
    ) as Record<string, string>),
    ...patience,
    PARTNER_CENTER_REQUESTS_PER_MINUTE: `${requestsPerMinute}`,
  };
  for (const name of ['one', 'two'])
    hosts.push(launchHost({ app, settings, clock: new Date(time).toISOString(), stateDirectory: join(folder, name) }));
  await Promise.all(hosts.map((host) => host.ready()));

  const read = async () =>
    new Set((await requestsOf(control)).filter(({ status }) => status === 200).map(({ key }) => key)).size;
  let minutes = 0;
  while ((await read()) < due && minutes < mostMinutes) {
    minutes += 1;
    time += 60_000;
    const at = new Date(time).toISOString();
    await Promise.all(hosts.map((host) => host.moveClock(at)));
    for (const from = Date.now(); (await read()) < due && Date.now() - from < waitMs; ) await setTimeout(500);
  }
  // What was changed is sent by the sweep at the latest.
  time += 30_000;
  await Promise.all(hosts.map((host) => host.moveClock(new Date(time).toISOString())));

  const requests = await requestsOf(control);
  const lines = hosts.map(({ lines }) => lines.join('\n'));
  return {
    options,
    hosts: lines.map((log) => {
      const reads = [...log.matchAll(/slice: \{.*?"read":(\d+)/g)].map(([, count]) => Number(count));
      return { slices: reads.length, reads: reads.reduce((sum, count) => sum + count, 0) };
    }),
    timesRead: counted([...Map.groupBy(requests, ({ key }) => key).values()].map((group) => group.length)),
    answers: counted(requests.map(({ status }) => status)),
    mostInAMinute: mostInAMinute(requests.map(({ at }) => at)),
    events: await received(bus),
    expectedEvents: keys
      .slice(0, changed)
      .map(({ text }) => `${text}/2`)
      .sort(),
    outplanned: lines.join('\n').split('the slices of another planner are under way').length - 1,
    minutes,
  };
}

/** A pass each minute, in slices of 50 over 40 seconds; what was read is not due again. */
const patience = {
  POLL_SCHEDULE: '0 * * * * *',
  RELAY_SCHEDULE: '30 * * * * *',
  HEALTH_SCHEDULE: '45 0 0 1 1 *',
  INLINE_LIMIT: '50',
  SLICE_SIZE: '50',
  SLICE_SPREAD_SECONDS: '40',
  ACTIVE_POLL_SECONDS: '3600',
  WAITING_POLL_SECONDS: '3600',
  DRAFT_POLL_SECONDS: '3600',
  SETTLED_POLL_SECONDS: '3600',
};

interface LoggedRequest {
  readonly api: string;
  readonly key: string;
  readonly status: number;
  readonly at: number;
}

async function requestsOf(
  control: (method: string, path: string) => Promise<unknown>,
): Promise<readonly LoggedRequest[]> {
  const { requests, dropped } = (await control('GET', 'requests')) as { requests: LoggedRequest[]; dropped: number };
  if (dropped > 0) throw new Error(`${dropped} requests are not in the log any more`);
  return requests.filter(({ api }) => api !== 'token');
}

function mostInAMinute(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [first, most] = [0, 0];
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= 60_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

async function received(connectionString: string): Promise<readonly string[]> {
  const client = new ServiceBusClient(connectionString);
  try {
    const receiver = client.createReceiver(topic, everything, { receiveMode: 'receiveAndDelete' });
    const ids: string[] = [];
    while ((await receiver.peekMessages(1)).length > 0) {
      const messages = await receiver.receiveMessages(500, { maxWaitTimeInMs: 1_000 });
      ids.push(...messages.map(({ messageId }) => String(messageId)));
    }
    return ids.sort();
  } finally {
    await client.close();
  }
}

function counted(values: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
