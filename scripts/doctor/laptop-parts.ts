import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { ports } from '../../local/laptop/ports.ts';
import { hasPartnerCenterAccount, type LocalEndpoints, localSettings } from '../../local/laptop/settings.ts';
import { startPartnerCenter } from '../../local/partner-center/partner-center.ts';
import { startServiceBus } from '../../local/service-bus/service-bus.ts';
import { parseEmulatorConfig } from '../../local/service-bus/topology.ts';

interface LaptopParts {
  readonly settings: NodeJS.ProcessEnv;
  /** Whether they are those of a running `npm start`; else they were started for this check alone. */
  readonly areRunning: boolean;
  stop(): Promise<void>;
}

const azureSettings = [
  'TABLES_ENDPOINT',
  'TABLES_CONNECTION_STRING',
  'ServiceBusConnection',
  'ServiceBusConnection__fullyQualifiedNamespace',
];

/** Whether an environment leaves Azure to the laptop, as it does for `npm start`. */
export function isForLaptop(environment: NodeJS.ProcessEnv): boolean {
  return azureSettings.every((name) => (environment[name] ?? '') === '');
}

/** The parts of a laptop: those that `npm start` runs, or else new ones on free ports. What the environment sets wins. */
export async function laptopParts(environment: NodeJS.ProcessEnv): Promise<LaptopParts> {
  const simulate = !hasPartnerCenterAccount(environment);
  const wanted = [ports.table, ports.serviceBus, ...(simulate ? [ports.partnerCenter] : [])];
  const listening = await Promise.all(wanted.map(isListening));
  const areRunning = listening.every((one) => one);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((end) => end()));
  };
  try {
    const endpoints = areRunning ? runningParts(simulate) : await startedParts(simulate, stops);
    return { settings: localSettings(endpoints, environment), areRunning, stop };
  } catch (error) {
    // What was started before would keep this process alive.
    await stop();
    throw error;
  }
}

function runningParts(simulate: boolean): LocalEndpoints {
  const { Values } = JSON.parse(readFileSync('local.settings.example.json', 'utf8')) as {
    Values: Record<string, string>;
  };
  return {
    tablesConnectionString: Values['TABLES_CONNECTION_STRING'] ?? '',
    serviceBusConnectionString: Values['ServiceBusConnection'] ?? '',
    partnerCenterUrl: simulate ? `http://127.0.0.1:${ports.partnerCenter}` : undefined,
  };
}

async function startedParts(simulate: boolean, stops: (() => Promise<void>)[]): Promise<LocalEndpoints> {
  const azurite = await startAzurite({});
  stops.push(azurite.stop);
  const topology = parseEmulatorConfig(JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')));
  const serviceBus = await startServiceBus({ config: topology });
  stops.push(serviceBus.stop);
  const partnerCenter = simulate ? await startPartnerCenter() : undefined;
  if (partnerCenter !== undefined) {
    stops.push(partnerCenter.stop);
    await fillAccount(partnerCenter.url);
  }
  return {
    tablesConnectionString: azurite.connectionString,
    serviceBusConnectionString: serviceBus.connectionString,
    partnerCenterUrl: partnerCenter?.url,
  };
}

/** An account with nothing in it looks like one that the app is not associated with. */
async function fillAccount(url: string): Promise<void> {
  for (const key of ['hardware:13635057453741329', 'app:9NSAMPLE0APP']) {
    const response = await fetch(`${url}/_local/products/${key}`, { method: 'PUT', body: '{"name":"Sample"}' });
    if (!response.ok) throw new Error(`The simulated Partner Center answered ${response.status}`);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
