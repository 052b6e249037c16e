import { z } from 'zod';
import type { ApplicationProperties, Settlement } from '../messaging/brokered-message.ts';
import type { LockedMessage } from '../messaging/message-queue.ts';
import type { Source } from '../messaging/source.ts';
import { TIMESTAMP, types } from './amqp-types.ts';
import { encodeDelivery } from './delivery-message.ts';
import { tokenToUuid, uuidToToken } from './lock-token.ts';
import type { Operation } from './management-operation.ts';
import { messageLockLost, messageNotFound, notAllowed, ok, sessionLockLost } from './management-reply.ts';

const RECEIVE_AND_DELETE = 0;

const lockTokens = z.array(z.instanceof(Buffer).transform(uuidToToken));
const renewal = z.object({ 'lock-tokens': lockTokens });
const deferredReceive = z.object({
  'sequence-numbers': z.array(z.number()),
  'receiver-settle-mode': z.number(),
  'session-id': z.string().nullish(),
});
const disposition = z.object({
  'lock-tokens': lockTokens,
  'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']),
  'deadletter-reason': z.string().nullish(),
  'deadletter-description': z.string().nullish(),
  'properties-to-modify': z.record(z.string(), z.unknown()).nullish(),
});

const noSource = notAllowed('A topic has no messages of its own: receive from one of its subscriptions.');

const renewLock: Operation = (body, { source }) => {
  const { 'lock-tokens': tokens } = renewal.parse(body);
  if (!source) return noSource;
  if (source.sessions) return notAllowed('The messages of a session are held by the lock of their session.');
  const expirations = tokens.map((token) => source.queue.renew(token));
  if (expirations.includes(undefined)) return messageLockLost;
  return ok({ expirations: types.wrap_array(expirations, TIMESTAMP, undefined) });
};

const updateDisposition: Operation = (body, { source }) => {
  const request = disposition.parse(body);
  if (!source) return noSource;
  const settlement = toSettlement(request);
  const held = request['lock-tokens'].map((token) => source.queue.settle(token, settlement));
  if (!held.includes(false)) return ok();
  return source.sessions ? sessionLockLost : messageLockLost;
};

/** Deferred messages are received here, never over a receiver link. */
const receiveBySequenceNumber: Operation = (body, { source }) => {
  const request = deferredReceive.parse(body);
  if (!source) return noSource;
  const sessionEnd = source.sessions?.lockedUntil(request['session-id'] ?? '');
  if (source.sessions && sessionEnd === undefined) return sessionLockLost;
  const until = source.sessions && Number.POSITIVE_INFINITY;
  const locked = source.queue.receiveDeferred(request['sequence-numbers'], until);
  if (!locked) return messageNotFound;
  if (request['receiver-settle-mode'] === RECEIVE_AND_DELETE) complete(source, locked);
  return ok({
    messages: locked.map(({ message, token, lockedUntil }) => ({
      'lock-token': types.wrap_uuid(tokenToUuid(token)),
      message: types.wrap_binary(encodeDelivery(message, { lockedUntil: sessionEnd ?? lockedUntil })),
    })),
  });
};

function complete(source: Source, locked: readonly LockedMessage[]): void {
  for (const { token } of locked) source.queue.settle(token, { kind: 'complete' });
}

function toSettlement(request: z.output<typeof disposition>): Settlement {
  const modified = request['properties-to-modify'] ?? {};
  const properties = Object.fromEntries(Object.entries(modified).map(([name, value]) => [name, types.wrap(value)]));
  switch (request['disposition-status']) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', properties };
    case 'defered':
      return { kind: 'defer', properties };
    case 'suspended':
      return { kind: 'deadLetter', properties: { ...properties, ...deadLetterProperties(request) } };
  }
}

function deadLetterProperties(request: z.output<typeof disposition>): ApplicationProperties {
  const reason = request['deadletter-reason'];
  const description = request['deadletter-description'];
  return {
    ...(reason && { DeadLetterReason: types.wrap_string(reason) }),
    ...(description && { DeadLetterErrorDescription: types.wrap_string(description) }),
  };
}

export const lockOperations: Readonly<Record<string, Operation>> = {
  'renew-lock': renewLock,
  'update-disposition': updateDisposition,
  'receive-by-sequence-number': receiveBySequenceNumber,
};
