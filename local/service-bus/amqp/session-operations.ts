import { z } from 'zod';
import { types } from './amqp-types.ts';
import type { Operation } from './management-operation.ts';
import { notAllowed, ok, sessionLockLost } from './management-reply.ts';

const sessionRequest = z.object({ 'session-id': z.string() });
const stateRequest = sessionRequest.extend({ 'session-state': z.instanceof(Buffer).nullish() });

const withoutSessions = notAllowed('The entity does not require sessions.');

const renewSessionLock: Operation = (body, { source }) => {
  const { 'session-id': sessionId } = sessionRequest.parse(body);
  if (!source?.sessions) return withoutSessions;
  const expiration = source.sessions.renew(sessionId);
  return expiration === undefined ? sessionLockLost : ok({ expiration: types.wrap_timestamp(expiration) });
};

const setSessionState: Operation = (body, { source }) => {
  const { 'session-id': sessionId, 'session-state': state } = stateRequest.parse(body);
  if (!source?.sessions) return withoutSessions;
  if (source.sessions.lockedUntil(sessionId) === undefined) return sessionLockLost;
  source.sessions.setState(sessionId, state ?? undefined);
  return ok();
};

const getSessionState: Operation = (body, { source }) => {
  const { 'session-id': sessionId } = sessionRequest.parse(body);
  if (!source?.sessions) return withoutSessions;
  if (source.sessions.lockedUntil(sessionId) === undefined) return sessionLockLost;
  const state = source.sessions.state(sessionId);
  return ok({ 'session-state': state ? types.wrap_binary(state) : null });
};

export const sessionOperations: Readonly<Record<string, Operation>> = {
  'renew-session-lock': renewSessionLock,
  'set-session-state': setSessionState,
  'get-session-state': getSessionState,
};
