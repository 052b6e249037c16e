import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Bytes on their way through a tap. */
export interface Passage {
  /** Counts the connections of the tap. */
  readonly connection: number;
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

/** What becomes of the bytes: passed on, lost, or lost together with their connection. */
export type Verdict = 'pass' | 'drop' | 'cut';
type Watcher = (passage: Passage) => Verdict | Promise<Verdict>;

export interface TcpTap {
  readonly port: number;
  /** Asked for each piece before it is passed on: a process can be ended at exactly this point. */
  watch(watcher: Watcher): void;
  stop(): Promise<void>;
}

/** Stands before a server on loopback, which may be away at times. */
export async function startTcpTap(targetPort: number): Promise<TcpTap> {
  let watcher: Watcher = () => 'pass';
  let connections = 0;
  const sockets = new Set<Socket>();

  const server = createServer({ noDelay: true }, (client) => {
    connections += 1;
    const connection = connections;
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      // Errors end in a close; the other side is to see one, too.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    carry({ connection, from: 'client' }, client, upstream);
    carry({ connection, from: 'server' }, upstream, client);
  });

  function carry(passage: Omit<Passage, 'bytes'>, source: Socket, target: Socket): void {
    pump(passage, source, target).catch(() => source.destroy());
  }

  async function pump(passage: Omit<Passage, 'bytes'>, source: Socket, target: Socket): Promise<void> {
    for await (const bytes of source) {
      const verdict = await watcher({ ...passage, bytes });
      if (verdict === 'cut') source.destroy();
      if (verdict !== 'pass' || target.destroyed) continue;
      if (!target.write(bytes)) await drained(target);
    }
    target.end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    watch(next) {
      watcher = next;
    },
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Resolves once more may be written, or nothing can be any more; takes its listeners away again. */
async function drained(socket: Socket): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  try {
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
  } finally {
    over.abort();
  }
}
