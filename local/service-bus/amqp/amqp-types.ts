// rhea's AMQP type system with the parts its typings leave out or leave as `any`.
import rhea, { type Typed } from 'rhea';

export type { Typed } from 'rhea';

interface AmqpReader {
  readonly position: number;
  remaining(): number;
  /** Reads one value; throws on malformed input. */
  read(): Typed;
  read_constructor(): { readonly typecode: number; readonly descriptor?: Typed };
  read_uint(width: number): number;
  skip(bytes: number): void;
}

interface AmqpWriter {
  write(value: Typed): void;
  toBuffer(): Buffer;
}

interface AmqpTypes {
  readonly Reader: new (buffer: Buffer) => AmqpReader;
  readonly Writer: new () => AmqpWriter;
  wrap(value: unknown): Typed;
  wrap_array(values: readonly unknown[], typecode: number, descriptor: undefined): Typed;
  wrap_binary(value: Buffer): Typed;
  wrap_boolean(value: boolean): Typed;
  wrap_int(value: number): Typed;
  wrap_list(values: readonly unknown[]): Typed;
  wrap_long(value: number | Buffer): Typed;
  wrap_map(value: Readonly<Record<string, unknown>>): Typed;
  wrap_string(value: string): Typed;
  wrap_symbol(value: string): Typed;
  wrap_symbolic_map(value: Readonly<Record<string, unknown>>): Typed;
  wrap_timestamp(value: number): Typed;
  wrap_ubyte(value: number): Typed;
  wrap_uint(value: number): Typed;
  wrap_ulong(value: number): Typed;
  wrap_uuid(value: Buffer): Typed;
  described(descriptor: Typed, value: Typed): Typed;
  is_map(value: Typed): boolean;
  is_list(value: Typed): boolean;
  unwrap(value: Typed | undefined): unknown;
}

export const types = rhea.types as unknown as AmqpTypes;

/** AMQP type codes needed to build arrays. */
export const LONG = 0x81;
export const TIMESTAMP = 0x83;

/** The bytes of values one after the other, as in the sections of a message. */
export function encode(...values: readonly Typed[]): Buffer {
  const writer = new types.Writer();
  for (const value of values) writer.write(value);
  return Buffer.from(writer.toBuffer());
}

/** A map's entries by key with their AMQP types kept; empty for anything but a map. */
export function typedEntries(map: Typed | undefined): Record<string, Typed> {
  const entries: Record<string, Typed> = {};
  if (!map || !types.is_map(map)) return entries;
  const items: readonly Typed[] = map.value;
  for (let index = 0; index + 1 < items.length; index += 2) {
    const value = items[index + 1];
    if (value) entries[String(items[index]?.value)] = value;
  }
  return entries;
}
