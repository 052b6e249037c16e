import { createStepReader, type Place, type Step } from './steps.ts';

type Line = readonly [from: 'client' | 'server', bytes: string | Buffer, connection?: number];

function stepsOf(place: Place, ...lines: readonly Line[]): (Step | undefined)[] {
  const stepOf = createStepReader(place);
  return lines.map(([from, bytes, connection = 1]) => stepOf({ from, connection, bytes: Buffer.from(bytes) }));
}

const accepted = Buffer.from([0, 0, 0, 20, 2, 0, 0, 1, 0x00, 0x53, 0x15, 0xc0]);

it('knows a read by its answer', () => {
  expect(
    stepsOf(
      'partner center',
      ['client', 'POST /tenant/oauth2/v2.0/token HTTP/1.1\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\n'],
      ['client', 'GET /v1.0/my/applications/9N/submissions/1/status HTTP/1.1\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\n'],
      ['server', 'the rest'],
      ['client', 'GET /submission/v1/product/p/submission/1/status HTTP/1.1\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\n'],
    ),
  ).toEqual([undefined, undefined, undefined, 'after read', undefined, undefined, 'after read']);
});

it('knows the commit and the removal, and their answers on the same connection', () => {
  expect(
    stepsOf(
      'tables',
      ['client', 'POST /devstoreaccount1/$batch HTTP/1.1\r\n'],
      ['client', '--batch\r\n{"RowKey":"outbox|addon:9N:1|0000000001"}'],
      ['client', "GET /devstoreaccount1/table(PartitionKey='00') HTTP/1.1\r\n", 2],
      ['server', 'HTTP/1.1 200 OK\r\n', 2],
      ['server', 'HTTP/1.1 202 Accepted\r\n'],
      ['client', "DELETE /devstoreaccount1/t(PartitionKey='00',RowKey='outbox%7Caddon%3A9N%3A1%7C1') HTTP/1.1\r\n"],
      ['server', 'HTTP/1.1 204 No Content\r\n'],
    ),
  ).toEqual([undefined, 'before commit', undefined, undefined, 'after commit', 'before removal', 'after removal']);
});

it('knows the send, and the answer that the broker has it', () => {
  expect(
    stepsOf(
      'broker',
      ['server', accepted],
      ['client', 'transfer ... cloudEvents_id ...'],
      ['server', 'a flow'],
      ['server', accepted, 2],
      ['server', accepted],
    ),
  ).toEqual([undefined, 'before send', undefined, undefined, 'after send']);
});

it('knows the receipt for a channel, the post and its record, and their answers', () => {
  expect(
    stepsOf(
      'tables',
      ['client', '{"RowKey":"record|0a","state":"pending"}'],
      ['server', 'HTTP/1.1 202 Accepted\r\n'],
      ['client', '{"RowKey":"record|0a","state":"told"}'],
      ['server', 'HTTP/1.1 202 Accepted\r\n'],
    ),
  ).toEqual(['before receipt', 'after receipt', 'before record', 'after record']);
  expect(
    stepsOf(
      'webhooks',
      ['client', 'POST /teams/faults?sig=x HTTP/1.1\r\n'],
      ['client', '{"type":"message"}'],
      ['server', 'HTTP/1.1 202 Accepted\r\n'],
    ),
  ).toEqual(['before post', undefined, 'after post']);
});
