// What the SDK cannot show: the frames themselves, seen by a bare AMQP client.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Connection, Delivery, EventContext, Message, Receiver } from 'rhea';
import rhea from 'rhea';
import { encode, types } from '../../local/service-bus/amqp/amqp-types.ts';
import { onlyLocal, receive, receiveOne, until, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

let connection: Connection;

/** @param slots how many unsettled deliveries the client keeps, which is the window it announces */
async function connect(slots = 2048): Promise<Connection> {
  const container = rhea.create_container();
  container.on('error', () => undefined);
  container.on('disconnected', () => undefined);
  const options = { host: '127.0.0.1', port: bus.local.port, username: 'local', reconnect: false } as const;
  const opened = container.connect({ ...options, session_buffer_size: slots });
  await once(opened, 'connection_open');
  return opened;
}

onlyLocal('on the wire', () => {
  beforeEach(async () => {
    connection = await connect();
  });

  afterEach(() => connection.close());

  it('a link without a token for its entity is refused', async () => {
    expect(await attachError(connection.open_receiver('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
    expect(await putToken('plain', sasToken('plain', { key: 'a wrong key' }))).toMatchObject({ 'status-code': 401 });
    expect(await putToken('plain', sasToken('plain', { seconds: -1 }))).toMatchObject({ 'status-code': 401 });
    expect(await putToken('plain', 'SharedAccessSignature sr=%&sig=%&se=9999999999&skn=local')).toMatchObject({
      'status-code': 401,
    });
    expect(await attachError(connection.open_receiver('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
    expect(await putToken('distinct')).toMatchObject({ 'status-code': 202 });
    expect(await attachError(connection.open_receiver('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
  });

  it('the answer to an attach repeats its terms, which strict clients insist on', async () => {
    await putToken('plain');
    const receiver = connection.open_receiver({
      source: 'plain',
      target: 'mine',
      rcv_settle_mode: 1,
      snd_settle_mode: 0,
    });
    const sender = connection.open_sender({ target: 'plain', source: 'mine' });
    await Promise.all([once(receiver, 'receiver_open'), once(sender, 'sender_open')]);

    expect([receiver.source.address, receiver.target.address]).toEqual(['plain', 'mine']);
    expect([receiver.rcv_settle_mode, receiver.snd_settle_mode]).toEqual([1, 0]);
    expect([sender.source.address, sender.target.address]).toEqual(['mine', 'plain']);
  });

  it('a message comes out with the bytes it went in with', async () => {
    await putToken('plain');
    const bare = encode(
      section(0x73, types.wrap_list([types.wrap_string('id'), null, null, types.wrap_string('subject')])),
      section(
        0x74,
        types.wrap_map({
          int: types.wrap_int(1),
          long: types.wrap_long(1),
          ulong: types.wrap_ulong(1),
          ubyte: types.wrap_ubyte(1),
          symbol: types.wrap_symbol('s'),
          timestamp: types.wrap_timestamp(1),
          big: types.wrap_long(Buffer.from('7fffffffffffffff', 'hex')),
        }),
      ),
      section(0x77, types.wrap_list([types.wrap_symbol('a'), types.wrap_long(2)])),
      section(0x78, types.wrap_map({ footer: true })),
    );
    const annotations = encode(section(0x72, types.wrap_symbolic_map({ 'x-opt-mine': types.wrap_ubyte(7) })));
    await send('plain', Buffer.concat([annotations, bare]), 0);

    const [received, annotated] = await receiveRaw('plain');

    expect(received.subarray(-bare.length)).toEqual(bare);
    expect(annotated['message_annotations']).toMatchObject({ 'x-opt-mine': 7, 'x-opt-sequence-number': 1 });
  });

  it.each([
    ['is no message', Buffer.from('no message')],
    ['is cut short', encode(section(0x75, types.wrap_binary(Buffer.alloc(100)))).subarray(0, 50)],
  ])('what %s is rejected', async (_what, bytes) => {
    await putToken('plain');
    expect(await send('plain', bytes, 0)).toMatchObject({ condition: 'amqp:decode-error' });
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('each flow is answered, also a drain when all credit is used', async () => {
    await putToken('plain');
    const receiver = connection.open_receiver({
      source: 'plain',
      credit_window: 0,
      autoaccept: false,
      rcv_settle_mode: 1,
    });
    await once(receiver, 'receiver_open');
    receiver.add_credit(1);
    await once(receiver, 'receiver_flow');

    await bus.client.createSender('plain').sendMessages({ body: 1 });
    await once(receiver, 'message');
    receiver.drain_credit();
    await once(receiver, 'receiver_drained');

    receiver.drain = false;
    receiver.add_credit(5);
    receiver.drain_credit();
    await once(receiver, 'receiver_drained');
  });

  it('a request is accepted before it is answered, also where the reply link is not named', async () => {
    const events: string[] = [];
    const reply = await putToken('plain', sasToken('plain'), {
      replyTo: undefined,
      onEvent: (event) => events.push(event),
    });

    expect(reply).toMatchObject({ 'status-code': 202 });
    expect(events).toEqual(['accepted', 'message']);
  });

  it('bytes that are no message cannot be scheduled, nor do they end the connection', async () => {
    await putToken('plain');
    const schedule = { operation: 'com.microsoft:schedule-message' };
    const body = { messages: [{ 'message-id': '1', message: Buffer.from('no message') }] };
    expect(await request('plain/$management', schedule, body)).toMatchObject({
      statusCode: 400,
      errorCondition: 'amqp:decode-error',
    });
    expect(connection.is_open()).toBe(true);
  });

  it('an operation with a name that every object has is none', async () => {
    await putToken('plain');
    expect(await request('plain/$management', { operation: 'constructor' }, {})).toMatchObject({
      errorCondition: 'amqp:not-implemented',
    });
  });

  it('an operation that is not there is answered so', async () => {
    await putToken('plain');
    expect(await request('plain/$management', { operation: 'com.microsoft:dance' }, {})).toMatchObject({
      statusCode: 501,
      errorCondition: 'amqp:not-implemented',
    });
    expect(await request('plain/$management', { operation: 'com.microsoft:peek-message' }, {})).toMatchObject({
      statusCode: 400,
    });
  });

  it('addresses may be whole URIs', async () => {
    await putToken('plain');
    await bus.client.createSender('plain').sendMessages({ body: 1 });

    const [, message] = await receiveRaw(`amqps://127.0.0.1:${bus.local.port}/plain`);

    expect(message.message_id).toBeDefined();
  });

  it('released is abandoned, and rejected without the SDK’s info is dead-lettered with what the error says', async () => {
    await putToken('plain');
    await bus.client.createSender('plain').sendMessages({ body: 1 });
    const receiver = connection.open_receiver({ source: 'plain', credit_window: 1, autoaccept: false });
    const [first] = (await once(receiver, 'message')) as [EventContext];
    first.delivery?.release();
    const [second] = (await once(receiver, 'message')) as [EventContext];
    expect(second.message?.['delivery_count']).toBe(1);
    second.delivery?.reject({ condition: 'my:reason', description: 'because' });

    const letter = await receiveOne(bus.client.createReceiver('plain', { subQueueType: 'deadLetter' }));
    expect(letter).toMatchObject({ deadLetterReason: 'my:reason', deadLetterErrorDescription: 'because' });
  });

  it('a receiver whose connection broke is forgotten', async () => {
    await putToken('plain');
    const receiver = connection.open_receiver({ source: 'plain', credit_window: 100 });
    await once(receiver, 'receiver_flow');
    const { socket } = connection as unknown as { socket: Socket };
    await once(socket.resetAndDestroy(), 'close');

    await bus.client.createSender('plain').sendMessages({ body: 1 });

    expect((await receiveOne(bus.client.createReceiver('plain'))).deliveryCount).toBe(0);
  });

  it('a session whose holder’s connection broke is free again', async () => {
    await putToken('conversations');
    const filter = { 'com.microsoft:session-filter': 'a' };
    const holder = connection.open_receiver({ source: { address: 'conversations', filter } });
    await once(holder, 'receiver_open');
    const { socket } = connection as unknown as { socket: Socket };
    await once(socket.resetAndDestroy(), 'close');

    expect((await bus.client.acceptSession('conversations', 'a')).sessionId).toBe('a');
  });

  it('what is settled in one breath with closing link and session is answered all the same', async () => {
    await putToken('plain');
    await bus.client.createSender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = connection.open_receiver({
      source: 'plain',
      credit_window: 2,
      autoaccept: false,
      rcv_settle_mode: 1,
    });
    const deliveries: (Delivery | undefined)[] = [];
    let settled = 0;
    receiver.on('message', ({ delivery }: EventContext) => deliveries.push(delivery));
    receiver.on('settled', () => settled++);
    await until(() => deliveries.length === 2);

    for (const delivery of deliveries) delivery?.accept();
    receiver.close();
    receiver.session.close();
    await once(connection, 'session_close');

    expect(settled).toBe(2);
    expect(await bus.bodies('plain')).toEqual([]);
  });

  it('a link carries more unsettled deliveries than the AMQP library has slots by default', async () => {
    const { received, receiver } = await receiveWithoutSettling({ count: 3000, slots: 10_000, credit: 3000 });
    await until(() => received.length === 3000);

    expect(receiver.is_open()).toBe(true);
  });

  it('a message waits unlocked, for others to take, while its receiver’s window is closed, and comes when it opens', async () => {
    const { received } = await receiveWithoutSettling({ count: 20, slots: 10, credit: 15 });
    await until(() => received.length === 10);
    const others = await receive(bus.client.createReceiver('plain'), 8);
    expect(others.map(({ body }) => body)).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
    expect(received).toHaveLength(10);

    for (const delivery of received) delivery.accept();
    await until(() => received.length === 12);
  });

  it('a broker that stops says nothing: after an AMQP close the SDK would stay away for a minute', async () => {
    const events: string[] = [];
    connection.on('connection_close', () => events.push('close'));
    connection.on('connection_error', () => events.push('error'));
    const disconnected = once(connection, 'disconnected');
    await bus.local.stop();
    await disconnected;

    expect(events).toEqual([]);
  });
});

function section(code: number, value: ReturnType<typeof types.wrap>) {
  return types.described(types.wrap_ulong(code), value);
}

function sasToken(path: string, { key, seconds = 60 }: { key?: string; seconds?: number } = {}): string {
  const secret = key ?? /SharedAccessKey=([^;]*)/.exec(bus.connectionString)?.[1] ?? '';
  const resource = encodeURIComponent(`sb://127.0.0.1:${bus.local.port}/${path}`);
  const expiry = Math.floor(Date.now() / 1000) + seconds;
  const signature = createHmac('sha256', secret).update(`${resource}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=local`;
}

interface RequestOptions {
  /** Given as undefined: the request does not say where its reply goes. */
  readonly replyTo?: undefined;
  readonly onEvent?: (event: 'accepted' | 'message') => void;
}

async function putToken(
  path: string,
  token = sasToken(path),
  options: RequestOptions = {},
): Promise<Record<string, unknown>> {
  const properties = { operation: 'put-token', type: 'servicebus.windows.net:sastoken', name: path };
  return request('$cbs', properties, token, options);
}

async function request(
  node: string,
  properties: Record<string, string>,
  body: unknown,
  { onEvent = () => undefined, ...options }: RequestOptions = {},
): Promise<Record<string, unknown>> {
  const receiver = connection.open_receiver({ source: node, target: 'my-replies' });
  const sender = connection.open_sender(node);
  await Promise.all([once(receiver, 'receiver_open'), once(sender, 'sendable')]);
  sender.once('accepted', () => onEvent('accepted'));
  receiver.once('message', () => onEvent('message'));
  const replyTo = 'replyTo' in options ? {} : { reply_to: 'my-replies' };
  const answered = once(receiver, 'message') as Promise<[EventContext]>;
  sender.send({ message_id: 'r1', ...replyTo, application_properties: properties, body } as unknown as Message);
  const [{ message }] = await answered;
  receiver.close();
  sender.close();
  expect(message?.correlation_id).toBe('r1');
  return message?.['application_properties'] ?? {};
}

/** Undefined when the message is accepted, else the error. */
async function send(address: string, bytes: Buffer, format: number): Promise<unknown> {
  const sender = connection.open_sender(address);
  await once(sender, 'sendable');
  const outcome = new Promise((resolve) => {
    sender.once('accepted', () => resolve(undefined));
    sender.once('rejected', ({ delivery }: EventContext) => resolve(delivery?.remote_state?.['error']));
  });
  sender.send(bytes, undefined, format);
  return outcome;
}

/** Sends numbers to a queue and receives them over a connection with so many slots. */
async function receiveWithoutSettling({ count, slots, credit }: { count: number; slots: number; credit: number }) {
  const sender = bus.client.createSender('plain');
  const numbers = Array.from({ length: count }, (_, number) => ({ body: number }));
  for (let start = 0; start < count; start += 1000) await sender.sendMessages(numbers.slice(start, start + 1000));
  connection.close();
  connection = await connect(slots);
  await putToken('plain');
  const receiver = connection.open_receiver({
    source: 'plain',
    credit_window: 0,
    autoaccept: false,
    rcv_settle_mode: 1,
  });
  const received: Delivery[] = [];
  receiver.on('message', ({ delivery }: EventContext) => delivery && received.push(delivery));
  receiver.add_credit(credit);
  return { received, receiver };
}

/** The next message as it travels, and decoded. */
async function receiveRaw(address: string): Promise<[Buffer, Message]> {
  const receiver = connection.open_receiver({ source: address, credit_window: 1 });
  const incoming = (receiver.session as unknown as { incoming: { on_transfer(frame: { payload: Buffer }): void } })
    .incoming;
  const onTransfer = incoming.on_transfer.bind(incoming);
  let payload: Buffer = Buffer.alloc(0);
  incoming.on_transfer = (frame, ...rest: []) => {
    payload = frame.payload;
    onTransfer(frame, ...rest);
  };
  const [{ message }] = (await once(receiver, 'message')) as [EventContext];
  return [payload, message as Message];
}

async function attachError(receiver: Receiver): Promise<unknown> {
  const [{ receiver: refused }] = (await once(receiver, 'receiver_error')) as [EventContext];
  return refused?.error;
}
