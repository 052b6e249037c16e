import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { tableClientFrom } from '../../shared/adapters/table-storage/table-client.ts';

/**
 * A server in a thread of its own, which closes a kept connection soon after each answer, as every server does after a while,
 * and says so in `closed`. It gives no hint of how long it keeps one.
 */
const server = `
  const { createServer } = require('node:http');
  const { parentPort, workerData: closed } = require('node:worker_threads');
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204, { connection: 'keep-alive' }).end());
  });
  server.keepAliveTimeout = 10;
  server.keepAliveTimeoutBuffer = 0;
  server.on('connection', (socket) => {
    socket.on('close', () => {
      Atomics.add(closed, 0, 1);
      Atomics.notify(closed, 0);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('writes a long row although the connection was closed while this process had no time to see it', async () => {
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(server, { eval: true, workerData: closed });
  try {
    const [port] = await once(worker, 'message');
    const accountKey = Buffer.from('not a real key').toString('base64');
    const client = await tableClientFrom(
      `DefaultEndpointsProtocol=http;AccountName=local;AccountKey=${accountKey};TableEndpoint=http://127.0.0.1:${port}/local`,
      'rows',
    );
    const bytes = new Uint8Array(2_000_000);

    // Compressing a large answer keeps the process as busy.
    expect(Atomics.wait(closed, 0, 0, 30_000)).not.toBe('timed-out');

    await client.upsertEntity({ partitionKey: '00', rowKey: 'chunk', bytes }, 'Replace');
  } finally {
    await worker.terminate();
  }
});
