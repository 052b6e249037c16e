// Everything here touches parts of rhea 3.0.5 that are no public API, because its public one cannot act as a broker. rhea is
// pinned to that version; the suite notices a change.
import type { Socket } from 'node:net';
import type { ConnectionOptions, Container, Delivery, Receiver, Sender, ServerConnectionOptions, Session } from 'rhea';
import rhea from 'rhea';
import type { Typed } from './amqp-types.ts';

interface Described {
  described(): Typed;
}

interface Frame {
  readonly performative: { message_format?: number };
}

interface LinkInternals {
  readonly local: { readonly attach: Record<string, unknown> };
  readonly source: Described | null;
  readonly target: Described | null;
  readonly snd_settle_mode: number | undefined;
  readonly rcv_settle_mode: number | undefined;
  readonly state: { local_open: boolean; open_requests: number };
}

interface SenderInternals {
  credit: number;
  delivery_count: number;
  issue_flow: boolean;
  _draining: boolean | undefined;
  _get_drain(): boolean;
  readonly connection: { _register(): void };
}

interface SessionInternals {
  readonly incoming: { on_transfer(frame: Frame, receiver: Receiver): void };
  readonly outgoing: {
    readonly next_delivery_id: number;
    readonly next_pending_delivery: number;
    available(): number;
    transfer_window(): number;
  };
  on_flow(frame: Frame): void;
}

interface ConnectionInternals {
  accept(socket: Socket): void;
  eof(): void;
}

interface OutcomeBuilders {
  accepted(): Described;
  rejected(fields: { error: unknown }): Described;
}

const internals = <T>(rheaObject: unknown) => rheaObject as T;
const outcomes = internals<OutcomeBuilders>(rhea.message);
const flowListeners = new WeakMap<Session, Set<() => void>>();

const ANY_FORMAT_BUT_ZERO = 1;

/** Serves a socket on a connection of its own. rhea hears 'end' and 'error' only: without `eof` at 'close' its timers would keep the process alive for minutes. */
export function acceptSocket(container: Container, socket: Socket, options: ServerConnectionOptions): void {
  const connection = internals<ConnectionInternals>(container.create_connection(options as ConnectionOptions));
  connection.accept(socket);
  socket.once('close', () => connection.eof());
}

/** Call when the session opens. Lets messages arrive as raw bytes: rhea decodes those of format 0 and drops their bytes. */
export function prepareSession(session: Session): void {
  const { incoming } = internals<SessionInternals>(session);
  const onTransfer = incoming.on_transfer.bind(incoming);
  incoming.on_transfer = (frame, receiver) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = ANY_FORMAT_BUT_ZERO;
    onTransfer(frame, receiver);
  };
  const listeners = new Set<() => void>();
  flowListeners.set(session, listeners);
  const target = internals<SessionInternals>(session);
  const onFlow = target.on_flow.bind(session);
  target.on_flow = (frame) => {
    onFlow(frame);
    for (const listener of listeners) listener();
  };
}

/** Calls back at each flow frame of the session: rhea has no event for a window that opens again. */
export function onSessionFlow(session: Session, listener: () => void): () => void {
  flowListeners.get(session)?.add(listener);
  return () => flowListeners.get(session)?.delete(listener);
}

/** Repeats the peer's terms in our attach (some clients take a missing terminus for a refusal), with fields of our own. */
export function mirrorAttach(link: Sender | Receiver, fields: Readonly<Record<string, unknown>> = {}): void {
  const { local, source, target, snd_settle_mode, rcv_settle_mode } = internals<LinkInternals>(link);
  Object.assign(local.attach, {
    source: source?.described(),
    target: target?.described(),
    snd_settle_mode,
    rcv_settle_mode,
    ...fields,
  });
}

/** Keeps back the attach that rhea is about to answer; `link.open()` sends it. */
export function holdAttach(link: Sender): void {
  const { state } = internals<LinkInternals>(link);
  state.local_open = false;
  state.open_requests = 0;
}

/** True when the link is open at both ends and our attach is written, not just due. */
export function isAttached(link: Sender): boolean {
  return link.is_open() && internals<LinkInternals>(link).state.open_requests === 0;
}

/** True when another delivery would be written at once: buffer slots are free and the peer's session window is open. */
export function canTransfer(session: Session): boolean {
  const { outgoing } = internals<SessionInternals>(session);
  const unwritten = outgoing.next_delivery_id - outgoing.next_pending_delivery;
  return outgoing.available() > 0 && outgoing.transfer_window() > unwritten;
}

/** The credit and delivery count of a sender, to be read and set. */
export function senderState(sender: Sender): SenderInternals {
  return internals<SenderInternals>(sender);
}

/** Sends a flow frame for the link. An answer to each flow spares the peer's next frame a wait of 40 ms (Nagle and delayed ACK). */
export function answerFlow(sender: Sender): void {
  const state = senderState(sender);
  state.issue_flow = true;
  state.connection._register();
}

/** Ends a delivery with what happened to it; `error` makes the peer's settlement fail. */
export function settleDelivery(delivery: Delivery, error?: { condition: string; description: string }): void {
  const outcome = error ? outcomes.rejected({ error }) : outcomes.accepted();
  delivery.update(true, outcome.described());
  // The peer never settles again after this, and rhea would keep the delivery until its buffer overflows.
  internals<{ remote_settled: boolean }>(delivery).remote_settled = true;
}
