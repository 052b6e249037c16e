import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The process behind `startApi`: a hardware submission for whoever asks for anything.
const sample = readFileSync('test/samples/hardware-02-scanning-started.json', 'utf8');
let body = Buffer.from(sample);
let delayMs = 0;
let served = 0;

const server = createServer((_request, response) => {
  served += 1;
  const answer = () => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  };
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

process.on('message', (question: { delay?: number; state?: string; served?: true }) => {
  if (question.delay !== undefined) delayMs = question.delay;
  if (question.state !== undefined) body = Buffer.from(sample.replace('"scanning"', JSON.stringify(question.state)));
  process.send?.(question.served === true ? { served } : 'done');
  if (question.served === true) served = 0;
});
process.once('disconnect', () => process.exit());
