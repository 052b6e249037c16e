import { encode, type Typed, typedEntries, types } from './amqp-types.ts';

const EMPTY = Buffer.alloc(0);

const HEADER = 0x70;
const DELIVERY_ANNOTATIONS = 0x71;
const MESSAGE_ANNOTATIONS = 0x72;
const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const DATA = 0x75;
const FOOTER = 0x78;

const symbolicDescriptors: Readonly<Record<string, number>> = {
  'amqp:header:list': HEADER,
  'amqp:delivery-annotations:map': DELIVERY_ANNOTATIONS,
  'amqp:message-annotations:map': MESSAGE_ANNOTATIONS,
  'amqp:properties:list': PROPERTIES,
  'amqp:application-properties:map': APPLICATION_PROPERTIES,
  'amqp:data:binary': DATA,
  'amqp:amqp-sequence:list': 0x76,
  'amqp:amqp-value:*': 0x77,
  'amqp:footer:map': FOOTER,
};

interface MessageHeader {
  readonly durable: boolean | undefined;
  readonly priority: number | undefined;
  /** Milliseconds. */
  readonly ttl: number | undefined;
}

/**
 * A message cut into its AMQP sections. Sections a broker must not touch are kept as the bytes the sender wrote: to decode and
 * encode them again would lose types that JavaScript does not have (int or long, symbol or string).
 */
export interface BareMessage {
  readonly header: MessageHeader;
  readonly annotations: Readonly<Record<string, Typed>>;
  readonly properties: Buffer;
  readonly applicationProperties: Buffer;
  /** Body sections and footer. */
  readonly body: Buffer;
}

/** Thrown when bytes are no AMQP message. */
export class MalformedMessage extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Not an AMQP message: ${detail}`, options);
    this.name = 'MalformedMessage';
  }
}

interface Section {
  readonly code: number;
  readonly bytes: Buffer;
}

/** @throws MalformedMessage */
export function decodeBareMessage(bytes: Buffer): BareMessage {
  const sections = splitSections(Buffer.from(bytes));
  const sectionBytes = (code: number) => sections.find((section) => section.code === code)?.bytes ?? EMPTY;
  return {
    header: readHeader(sectionBytes(HEADER)),
    annotations: readMap(sectionBytes(MESSAGE_ANNOTATIONS)),
    properties: sectionBytes(PROPERTIES),
    applicationProperties: sectionBytes(APPLICATION_PROPERTIES),
    body: Buffer.concat(sections.filter(({ code }) => code >= DATA && code <= FOOTER).map((section) => section.bytes)),
  };
}

/** The complete encoded messages inside a batch (message format 0x80013700): each data section is one. The rest of the envelope repeats the first message. */
export function splitBatch(bytes: Buffer): Buffer[] {
  return splitSections(bytes)
    .filter(({ code }) => code === DATA)
    .map((section) => new types.Reader(section.bytes).read().value);
}

/** A whole message on the wire. @param ttl milliseconds; the header's own by default. */
export function encodeMessage(message: BareMessage, deliveryCount: number, ttl = message.header.ttl): Buffer {
  const { durable, priority } = message.header;
  const header = types.wrap_list([
    durable === undefined ? null : types.wrap_boolean(durable),
    priority === undefined ? null : types.wrap_ubyte(priority),
    ttl === undefined ? null : types.wrap_uint(Math.min(ttl, 0xffffffff)),
    null,
    types.wrap_uint(deliveryCount),
  ]);
  const head = encode(
    describe(HEADER, header),
    describe(MESSAGE_ANNOTATIONS, types.wrap_symbolic_map(message.annotations)),
  );
  return Buffer.concat([head, message.properties, message.applicationProperties, message.body]);
}

/** The fields of a properties section, with their AMQP types. */
export function readPropertyFields(message: BareMessage): readonly (Typed | undefined)[] {
  return message.properties.length > 0 ? readSection(message.properties).value : [];
}

/** The message with another properties section; fields are by position. */
export function withPropertyFields(message: BareMessage, fields: readonly (Typed | undefined)[]): BareMessage {
  return { ...message, properties: encode(describe(PROPERTIES, types.wrap_list(fields))) };
}

/** By name, with their AMQP types. */
export function readApplicationProperties(message: BareMessage): Record<string, Typed> {
  return readMap(message.applicationProperties);
}

/** The message with further application properties; one of the same name is replaced. */
export function withApplicationProperties(message: BareMessage, added: Readonly<Record<string, Typed>>): BareMessage {
  if (Object.keys(added).length === 0) return message;
  const all = types.wrap_map({ ...readApplicationProperties(message), ...added });
  return { ...message, applicationProperties: encode(describe(APPLICATION_PROPERTIES, all)) };
}

function describe(code: number, value: Typed): Typed {
  return types.described(types.wrap_ulong(code), value);
}

function readSection(bytes: Buffer): Typed {
  return new types.Reader(bytes).read();
}

function readMap(bytes: Buffer): Record<string, Typed> {
  return bytes.length > 0 ? typedEntries(readSection(bytes)) : {};
}

function readHeader(bytes: Buffer): MessageHeader {
  const fields: readonly (Typed | undefined)[] = bytes.length > 0 ? readSection(bytes).value : [];
  const [durable, priority, ttl] = fields.map((field) => field?.value ?? undefined);
  return { durable, priority, ttl };
}

function splitSections(bytes: Buffer): Section[] {
  const reader = new types.Reader(bytes);
  const sections: Section[] = [];
  try {
    while (reader.remaining() > 0) {
      const start = reader.position;
      const { typecode, descriptor } = reader.read_constructor();
      skipValue(reader, typecode);
      const code = symbolicDescriptors[String(descriptor?.value)] ?? Number(descriptor?.value);
      sections.push({ code, bytes: bytes.subarray(start, reader.position) });
    }
  } catch (error) {
    throw new MalformedMessage(error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (reader.remaining() < 0) throw new MalformedMessage('the last section is cut short');
  return sections;
}

/** AMQP 1.0 part 1, section 1.2: the high half of a type code tells the width of the value, or of its size field. */
function skipValue(reader: InstanceType<typeof types.Reader>, typecode: number): void {
  const kind = typecode >>> 4;
  if (kind < 0x4) throw new MalformedMessage(`type code ${typecode}`);
  if (kind < 0xa) reader.skip([0, 1, 2, 4, 8, 16][kind - 4] ?? 0);
  else reader.skip(reader.read_uint(kind % 2 === 0 ? 1 : 4));
}
