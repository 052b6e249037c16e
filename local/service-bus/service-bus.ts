import { startAmqpServer } from './amqp/amqp-server.ts';
import type { EmulatorConfig } from './entity-settings.ts';
import { openMessageStore } from './messaging/message-store.ts';
import { openNamespace } from './messaging/namespace.ts';

/** A broker that @azure/service-bus takes for Azure Service Bus. For development and tests only. */
export interface LocalServiceBus {
  readonly port: number;
  readonly connectionString: string;
  /** Does what is due: call it after moving the clock given as `now`. */
  tick(): void;
  /** Drops all connections, as a crash would, and closes the file. May be called more than once. */
  stop(): Promise<void>;
}

// No secret: it opens nothing but this broker on the loopback interface.
const key = { name: 'local', value: 'bG9jYWwgc2VydmljZSBidXMsIG5vIHNlY3JldCBhdCBhbGw=' };

/**
 * @param options.port 0 or absent for a free one
 * @param options.file SQLite file that keeps messages and the duplicate detection history; absent keeps them in memory
 * @param options.now milliseconds since 1970; locks, expiry, duplicate windows and schedules follow it
 * @throws the system's error when the port is taken (`code` EADDRINUSE), or SQLite's when the file cannot be used
 */
export async function startServiceBus(options: {
  config: EmulatorConfig;
  port?: number;
  file?: string;
  now?: () => number;
}): Promise<LocalServiceBus> {
  const { config, port = 0, file = ':memory:', now = Date.now } = options;
  const store = openMessageStore(file);
  const namespace = openNamespace(config, store, now);

  function close(): void {
    namespace.stop();
    store.close();
  }

  const server = await startAmqpServer({ port, namespace, store, key }).catch((error: unknown) => {
    close();
    throw error;
  });
  let stopping: Promise<void> | undefined;
  return {
    port: server.port,
    connectionString: `Endpoint=sb://127.0.0.1:${server.port};SharedAccessKeyName=${key.name};SharedAccessKey=${key.value};UseDevelopmentEmulator=true;`,
    tick: namespace.tick,
    stop() {
      stopping ??= server.stop().then(close);
      return stopping;
    },
  };
}
