import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Connection, EventContext } from 'rhea';
import rhea from 'rhea';
import type { MessageStore } from '../messaging/message-store.ts';
import type { Namespace } from '../messaging/namespace.ts';
import { type ClientLinks, createClientLinks } from './client-links.ts';
import { acceptSocket, prepareSession } from './rhea-internals.ts';
import type { SharedAccessKey } from './sas-token.ts';

interface AmqpServer {
  readonly port: number;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

// Deliveries a client holds locked keep their slots and all later ones, so there must be far more than rhea's 2048.
const connectionOptions = {
  container_id: 'local-service-bus',
  idle_time_out: 60_000,
  max_frame_size: 65_536,
  session_buffer_size: 16_384,
  receiver_options: { autoaccept: false, credit_window: 1000 },
  sender_options: { autosettle: false, treat_modified_as_released: false },
};

/** Speaks AMQP 1.0 on the loopback interface. @throws the system's error when the port is taken */
export async function startAmqpServer(options: {
  readonly port: number;
  readonly namespace: Namespace;
  readonly store: MessageStore;
  readonly key: SharedAccessKey;
}): Promise<AmqpServer> {
  const container = createContainer(options);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    acceptSocket(container, socket, connectionOptions);
  });
  server.listen(options.port, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** Drops the connections without an AMQP close: after a close clients wait a minute before they come back. */
    async stop() {
      const closed = [server, ...sockets].map((closing) => once(closing, 'close'));
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function createContainer({ namespace, store, key }: Parameters<typeof startAmqpServer>[0]) {
  const container = rhea.create_container({ id: connectionOptions.container_id });
  // SASL lets everybody in, as the service does: the proof of identity comes over $cbs.
  for (const mechanism of ['MSSBCBS', 'ANONYMOUS', 'PLAIN']) {
    container.sasl_server_mechanisms[mechanism] = acceptingMechanism;
  }
  const clients = new WeakMap<Connection, ClientLinks>();

  function linksOf(connection: Connection): ClientLinks {
    const links = clients.get(connection) ?? createClientLinks(namespace, store, key);
    clients.set(connection, links);
    return links;
  }

  container.on('session_open', ({ session }: EventContext) => session && prepareSession(session));
  container.on('session_close', ({ connection, session }: EventContext) => linksOf(connection).close(session));
  container.on(
    'sender_open',
    ({ connection, sender }: EventContext) => sender && linksOf(connection).openSender(sender),
  );
  container.on('receiver_open', ({ connection, receiver }: EventContext) => {
    if (receiver) linksOf(connection).openReceiver(receiver);
  });
  container.on('connection_close', ({ connection }: EventContext) => linksOf(connection).close());
  container.on('disconnected', ({ connection }: EventContext) => linksOf(connection).close());
  // rhea drops the connection in both cases: for a client that breaks the protocol, and for an error of this broker's own.
  container.on('protocol_error', () => undefined);
  container.on('error', (error: unknown) => console.error('The local Service Bus dropped a connection:', error));
  return container;
}

function acceptingMechanism() {
  return {
    outcome: undefined as true | undefined,
    start() {
      this.outcome = true;
    },
  };
}
