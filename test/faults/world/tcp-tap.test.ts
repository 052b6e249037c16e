import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startTcpTap, type TcpTap } from './tcp-tap.ts';

let server: Server;
let tap: TcpTap;
let received: string[];

beforeEach(async () => {
  received = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received.push(String(bytes));
      socket.write(`answer to ${bytes}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  tap = await startTcpTap((server.address() as AddressInfo).port);
});

afterEach(async () => {
  await tap.stop();
  server.close();
});

function open(): Socket {
  const socket = connect(tap.port, '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

async function said(socket: Socket): Promise<string> {
  const [bytes] = await once(socket, 'data');
  return String(bytes);
}

it('passes bytes on, both ways, and shows them first', async () => {
  const seen: string[] = [];
  tap.watch(({ connection, from, bytes }) => {
    seen.push(`${connection} ${from}: ${bytes}`);
    return 'pass';
  });
  const socket = open();
  socket.write('a');
  expect(await said(socket)).toBe('answer to a');
  expect(seen).toEqual(['1 client: a', '1 server: answer to a']);
  socket.end();
  await once(socket, 'close');
});

it('holds bytes back until the watcher has decided', async () => {
  let decide = (_: 'pass'): void => undefined;
  const asked = new Promise<void>((resolve) => {
    tap.watch(({ from }) => {
      if (from === 'server') return 'pass';
      resolve();
      return new Promise((decided) => {
        decide = decided;
      });
    });
  });
  const socket = open();
  socket.write('a');
  await asked;
  expect(received).toEqual([]);
  decide('pass');
  expect(await said(socket)).toBe('answer to a');
  socket.destroy();
});

it('drops bytes, and the connection stays', async () => {
  tap.watch(({ bytes }) => (String(bytes) === 'a' ? 'drop' : 'pass'));
  const socket = open();
  await new Promise<void>((resolve) => socket.write('a', () => resolve()));
  const second = open();
  second.write('b');
  expect(await said(second)).toBe('answer to b');
  expect(received).toEqual(['b']);
  expect(socket.destroyed).toBe(false);
  socket.destroy();
  second.destroy();
});

it('cuts the connection with the bytes that were on their way', async () => {
  tap.watch(({ from }) => (from === 'server' ? 'cut' : 'pass'));
  const socket = open();
  const data = jest.fn();
  socket.on('data', data);
  socket.write('a');
  await once(socket, 'close');
  expect(received).toEqual(['a']);
  expect(data).not.toHaveBeenCalled();
});

it('closes what connects while the server is away, and works again when it is back', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await once(open(), 'close');
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const socket = open();
  socket.write('a');
  expect(await said(socket)).toBe('answer to a');
  socket.destroy();
});

// In a process of its own, because Node says that listeners are left behind on its standard error alone.
const flood = `
  import { once } from 'node:events';
  import { connect, createServer } from 'node:net';
  import { startTcpTap } from '${pathToFileURL(join(process.cwd(), 'test/faults/world/tcp-tap.ts')).href}';
  const size = 32_000_000;
  let came = 0;
  const server = createServer((socket) => {
    socket.on('data', ({ length }) => {
      came += length;
      if (came === size) socket.end();
      socket.pause();
      setImmediate(() => socket.resume());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tap = await startTcpTap(server.address().port);
  const socket = connect(tap.port, '127.0.0.1').resume();
  socket.write(Buffer.alloc(size));
  await once(socket, 'close');
  await tap.stop();
  server.close();
  console.log(came === size);
`;

it('leaves no listeners behind where it has to wait for a reader', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', flood]);
  expect(stdout).toBe('true\n');
  expect(stderr).not.toContain('MaxListenersExceededWarning');
});
