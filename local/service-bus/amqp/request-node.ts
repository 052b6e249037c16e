// The request/response links of the nodes $cbs and <entity>/$management.
import type { Receiver, Sender } from 'rhea';
import rhea from 'rhea';
import { types } from './amqp-types.ts';
import { mirrorAttach } from './rhea-internals.ts';

export interface Request {
  readonly operation: string;
  /** Maps as objects, lists and arrays as arrays, uuids and binaries as Buffers. */
  readonly body: unknown;
}

export interface Reply {
  /** As in HTTP. */
  readonly status: number;
  readonly description: string;
  /** AMQP error condition, for failures. */
  readonly condition?: string;
  readonly body?: unknown;
}

export interface RequestNode {
  addReplyLink(sender: Sender): void;
  addRequestLink(receiver: Receiver): void;
}

/**
 * @param afterCommit what a reply says must be on disk first; the reply then waits a turn more, since rhea would write it before
 *   the request's acceptance, which strict clients take for an error
 */
export function createRequestNode(options: {
  readonly handle: (request: Request) => Reply;
  readonly afterCommit: (callback: () => void) => void;
}): RequestNode {
  const replyLinks = new Set<Sender>();

  /** Clients name the reply link by its name ($cbs), by its target address ($management), or not at all when there is just one. */
  function replyLink(replyTo: unknown, session: unknown): Sender | undefined {
    const links = [...replyLinks];
    return (
      links.find((link) => link.name === replyTo || link.target?.address === replyTo) ??
      links.find((link) => link.session === session)
    );
  }

  return {
    addReplyLink(sender) {
      mirrorAttach(sender);
      replyLinks.add(sender);
      sender.on('settled', ({ delivery }) => delivery?.update(true));
      sender.on('sender_close', () => replyLinks.delete(sender));
    },
    addRequestLink(receiver) {
      mirrorAttach(receiver);
      receiver.on('message', ({ message, delivery }) => {
        const request = rhea.message.decode(message as unknown as Buffer);
        delivery?.accept();
        const properties: Record<string, unknown> = request['application_properties'] ?? {};
        const reply = options.handle({ operation: String(properties['operation']), body: request['body'] });
        const send = () =>
          replyLink(request['reply_to'], receiver.session)?.send(encodeReply(request['message_id'], reply));
        options.afterCommit(() => setImmediate(send));
      });
    },
  };
}

/** $cbs and $management clients look for different spellings of the same properties. */
function encodeReply(correlationId: unknown, { status, description, condition, body }: Reply) {
  return {
    correlation_id: correlationId,
    application_properties: {
      statusCode: types.wrap_int(status),
      'status-code': types.wrap_int(status),
      statusDescription: description,
      'status-description': description,
      ...(condition && { errorCondition: types.wrap_symbol(condition) }),
    },
    body: body ?? {},
  } as unknown as Parameters<Sender['send']>[0];
}
