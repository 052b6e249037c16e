import type { Receiver, Sender, Session } from 'rhea';
import type { MessageStore } from '../messaging/message-store.ts';
import type { Namespace } from '../messaging/namespace.ts';
import type { SessionLock } from '../messaging/session-locks.ts';
import type { Source } from '../messaging/source.ts';
import { addressPath } from './address.ts';
import { type Claims, createClaims } from './cbs.ts';
import { openIncomingLink } from './incoming-link.ts';
import { handleManagement } from './management.ts';
import type { ManagedEntity } from './management-operation.ts';
import { openOutgoingLink } from './outgoing-link.ts';
import { createRequestNode, type Request, type RequestNode } from './request-node.ts';
import { mirrorAttach } from './rhea-internals.ts';
import type { SharedAccessKey } from './sas-token.ts';
import { asksForSession, attachToSession } from './session-attach.ts';

const CBS = '$cbs';
const MANAGEMENT = '/$management';

/** The links of one client connection. */
export interface ClientLinks {
  /** A client that wants to receive. */
  openSender(sender: Sender): void;
  /** A client that wants to send. */
  openReceiver(receiver: Receiver): void;
  /** Frees what links of the session held; of all sessions when none is named. */
  close(session?: Session): void;
}

/** A client may use nothing but `$cbs` until it has put a token that `key` signed. */
export function createClientLinks(namespace: Namespace, store: MessageStore, key: SharedAccessKey): ClientLinks {
  const claims: Claims = createClaims(key);
  const nodes = new Map<string, RequestNode>();
  const open = new Map<Sender, () => void>();

  /** The node at a path, made at its first use; undefined when the path names none. */
  function requestNode(path: string): RequestNode | undefined {
    const handle = requestHandler(path);
    if (!handle) return undefined;
    const node = nodes.get(path) ?? createRequestNode({ handle, afterCommit: store.afterCommit });
    nodes.set(path, node);
    return node;
  }

  function requestHandler(path: string) {
    if (path === CBS) return claims.put;
    const entity = path.endsWith(MANAGEMENT) ? managedEntity(path.slice(0, -MANAGEMENT.length)) : undefined;
    return entity && ((request: Request) => handleManagement(request, entity));
  }

  function managedEntity(path: string): ManagedEntity | undefined {
    const entity = {
      source: namespace.source(path),
      destination: namespace.destination(path),
      rules: namespace.rules(path),
    };
    return entity.source || entity.destination ? entity : undefined;
  }

  /** Refuses the link unless its path is open to this connection. */
  function refuseUnclaimed(link: Sender | Receiver, path: string): boolean {
    if (path === CBS || claims.allow(path)) return false;
    const description = `Unauthorized access to '${path}': no valid token was presented for it.`;
    link.close({ condition: 'amqp:unauthorized-access', description });
    return true;
  }

  function openSource(sender: Sender, source: Source): void {
    const { sessions } = source;
    if (sessions && asksForSession(sender)) {
      const start = (lock: SessionLock) => openOutgoingLink(sender, source, store, lock);
      open.set(sender, attachToSession(sender, sessions, start));
    } else if (!sessions && !asksForSession(sender)) {
      mirrorAttach(sender);
      open.set(sender, openOutgoingLink(sender, source, store, undefined));
    } else {
      sender.close(wrongKindOfReceiver(sessions !== undefined));
    }
  }

  function closeLink(link: Sender): void {
    open.get(link)?.();
    open.delete(link);
  }

  return {
    openSender(sender) {
      const path = addressPath(sender.source?.address ?? '');
      if (refuseUnclaimed(sender, path)) return;
      const node = requestNode(path);
      const source = namespace.source(path);
      sender.on('sender_close', () => closeLink(sender));
      if (node) node.addReplyLink(sender);
      else if (source) openSource(sender, source);
      else sender.close(notFound(path));
    },
    openReceiver(receiver) {
      const path = addressPath(receiver.target?.address ?? '');
      if (refuseUnclaimed(receiver, path)) return;
      const node = requestNode(path);
      const destination = namespace.destination(path);
      if (node) node.addRequestLink(receiver);
      else if (destination) openIncomingLink(receiver, destination, store);
      else receiver.close(notFound(path));
    },
    close(session) {
      for (const link of [...open.keys()]) if (!session || link.session === session) closeLink(link);
    },
  };
}

function notFound(path: string) {
  return { condition: 'amqp:not-found', description: `The messaging entity '${path}' could not be found.` };
}

function wrongKindOfReceiver(requiresSession: boolean) {
  return {
    condition: 'amqp:not-allowed',
    description: requiresSession
      ? 'It is not possible for an entity that requires sessions to create a non-sessionful message receiver.'
      : 'A sessionful message receiver cannot be created on an entity that does not require sessions.',
  };
}
