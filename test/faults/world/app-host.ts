import { join } from 'node:path';
import { type HostProcess, launchHost, type ReadyLine } from '../../local/functions-host-process.ts';
import { createStepReader, type Place, places, type Step } from './steps.ts';
import { startTcpTap, type TcpTap, type Verdict } from './tcp-tap.ts';

/** Told of each piece of traffic between the app and its surroundings, with the step it is, before it is passed on. */
export type Witness = (step: Step | undefined) => Verdict | Promise<Verdict>;

/** Ports of the servers that the app talks to. */
export type Ports = Readonly<Record<Place, number>>;

export interface AppHost {
  readonly name: string;
  isRunning(): boolean;
  /**
   * @param more settings for this life of it alone.
   * @throws Error with what the host printed, where it cannot start.
   */
  start(time: Date, more?: Readonly<Record<string, string>>): Promise<void>;
  /** Moves its clock and waits until nothing runs any more; resolves also when the host dies. */
  tick(time: Date): Promise<void>;
  /** @returns undefined where the host died, or was dead, before it answered. */
  api(method: string, path: string): Promise<{ readonly status: number; readonly body: unknown } | undefined>;
  witness(witness: Witness | undefined): void;
  /** The last lines of its log, also when it is dead. */
  log(): readonly string[];
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** In order. */
  end(): Promise<void>;
  /** Ends it and its taps for good. */
  stop(): Promise<void>;
}

/**
 * The built app in the local Functions host, in a process of its own, with a tap of its own before each server it talks to.
 * @param settings makes the settings of the app from the ports of the taps.
 */
export async function createAppHost(options: {
  readonly name: string;
  readonly app: string;
  readonly folder: string;
  readonly ports: Ports;
  readonly settings: (ports: Ports) => Record<string, string>;
}): Promise<AppHost> {
  const { name, app, folder, ports } = options;
  const taps: Record<Place, TcpTap> = {
    'partner center': await startTcpTap(ports['partner center']),
    tables: await startTcpTap(ports.tables),
    broker: await startTcpTap(ports.broker),
    webhooks: await startTcpTap(ports.webhooks),
  };
  let witness: Witness | undefined;
  for (const place of places) {
    const stepOf = createStepReader(place);
    taps[place].watch((passage) => {
      const step = stepOf(passage);
      return witness?.(step) ?? 'pass';
    });
  }
  const settings = options.settings({
    'partner center': taps['partner center'].port,
    tables: taps.tables.port,
    broker: taps.broker.port,
    webhooks: taps.webhooks.port,
  });
  let running: { readonly host: HostProcess; readonly line: ReadyLine } | undefined;
  let last: HostProcess | undefined;

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const dying = running;
    running = undefined;
    await dying?.host.stop(signal);
  }

  return {
    name,
    isRunning: () => running !== undefined,
    async start(time, more = {}) {
      const host = launchHost({
        app,
        settings: { ...settings, ...more },
        clock: time.toISOString(),
        stateDirectory: join(folder, name),
      });
      last = host;
      running = { host, line: await host.ready() };
    },
    async tick(time) {
      if (running === undefined) return;
      const { host } = running;
      await Promise.race([host.moveClock(time.toISOString()), host.exited()]);
      if (running?.host === host && host.child.exitCode !== null)
        throw new Error(`${name} ended by itself:\n${host.lines.slice(-20).join('\n')}`);
    },
    async api(method, path) {
      if (running === undefined) return undefined;
      const { url, keys } = running.line;
      try {
        const response = await fetch(`${url}/api/${path}`, { method, headers: { 'x-functions-key': keys.default } });
        const text = await response.text();
        return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
      } catch (error) {
        if (running === undefined) return undefined;
        throw error;
      }
    },
    witness(next) {
      witness = next;
    },
    log: () => last?.lines.slice(-30) ?? [],
    kill: () => stop('SIGKILL'),
    end: () => stop('SIGTERM'),
    async stop() {
      await stop('SIGKILL');
      await Promise.all(Object.values(taps).map((tap) => tap.stop()));
    },
  };
}
