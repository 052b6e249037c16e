import { createServer } from 'node:http';
import type { LocalServiceBus } from '../service-bus/service-bus.ts';

/** A local Service Bus that a person can stop and start while all else runs, to see that nothing is lost by it. */
export interface BrokerSwitch {
  readonly connectionString: string;
  /** `DELETE` stops the broker, `PUT` starts it on its old port and data, `GET` says which of both it is. */
  readonly url: string;
  /** Stops both, the broker and its switch. */
  stop(): Promise<void>;
}

/**
 * @param startBroker starts it on a port, 0 for a free one
 * @throws the system's error where a port is taken
 */
export async function startBrokerSwitch(
  startBroker: (port: number) => Promise<LocalServiceBus>,
  ports: { readonly broker: number; readonly control: number },
): Promise<BrokerSwitch> {
  const { port, connectionString, ...first } = await startBroker(ports.broker);
  let broker: Pick<LocalServiceBus, 'stop'> | undefined = first;
  // One after the other: a start beside a stop would find the port taken.
  let turn: Promise<unknown> = Promise.resolve();

  async function turnTo(method: string | undefined): Promise<void> {
    if (method === 'DELETE') {
      await broker?.stop();
      broker = undefined;
    }
    if (method === 'PUT') broker ??= await startBroker(port);
  }

  const server = createServer((request, response) => {
    turn = turn
      .then(() => turnTo(request.method))
      .then(
        () => response.end(`{"running":${broker !== undefined}}\n`),
        (error: Error) => response.writeHead(500).end(`${JSON.stringify({ error: error.message })}\n`),
      );
  });
  const stopBroker = () => broker?.stop() ?? Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(ports.control, '127.0.0.1', resolve);
  }).catch(async (error: unknown) => {
    await stopBroker();
    throw error;
  });
  const address = server.address();
  const controlPort = typeof address === 'object' && address !== null ? address.port : ports.control;

  return {
    connectionString,
    url: `http://127.0.0.1:${controlPort}/`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await turn;
      await stopBroker();
    },
  };
}
