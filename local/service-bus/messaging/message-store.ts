import { decodeBareMessage, encodeMessage } from '../amqp/bare-message.ts';
import type { BrokeredMessage } from './brokered-message.ts';
import { openDatabase } from './database.ts';

interface StoredMessage {
  readonly message: BrokeredMessage;
  /** Set while the message waits for its time. */
  readonly scheduledAt: number | undefined;
}

/** The broker's durable state. An entity is named by its address, a dead-letter queue included. */
export interface MessageStore {
  messages(entity: string): StoredMessage[];
  seenMessageIds(entity: string, since: number): [messageId: string, at: number][];
  nextSequenceNumber(entity: string): number;
  save(entity: string, message: BrokeredMessage, scheduledAt?: number): void;
  remove(entity: string, sequenceNumber: number): void;
  rememberMessageId(entity: string, messageId: string, at: number): void;
  forgetMessageIds(entity: string, before: number): void;
  /** Runs once everything written so far is on disk: later, unless `flush` is called. */
  afterCommit(callback: () => void): void;
  /** Commits now. */
  flush(): void;
  close(): void;
}

interface MessageRow {
  sequence_number: number;
  enqueued_sequence_number: number;
  enqueued_at: number;
  expires_at: number | null;
  scheduled_at: number | null;
  delivery_count: number;
  deferred: number;
  session_id: string;
  dead_letter_source: string | null;
  content: Uint8Array;
}

/**
 * Keeps messages in SQLite. All writes of one turn of the event loop share a transaction, committed in that turn's `setImmediate`:
 * one transaction a message would cost more than everything else the broker does. A commit that fails (disk full) is thrown and
 * ends the process: what was promised to senders after it could not be kept.
 *
 * @param file a path, or `:memory:`
 * @throws when the file is in use by another broker, or was written by another version
 */
export function openMessageStore(file: string): MessageStore {
  const database = openDatabase(file);
  const statement = {
    messages: database.prepare('SELECT * FROM message WHERE entity = ? ORDER BY sequence_number'),
    seen: database.prepare(
      'SELECT message_id, seen_at FROM seen_message_id WHERE entity = ? AND seen_at > ? ORDER BY seen_at',
    ),
    lastNumber: database.prepare('SELECT last_number FROM sequence WHERE entity = ?'),
    keepNumber: database.prepare('INSERT OR REPLACE INTO sequence VALUES (?, ?)'),
    save: database.prepare('INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    remove: database.prepare('DELETE FROM message WHERE entity = ? AND sequence_number = ?'),
    remember: database.prepare('INSERT OR REPLACE INTO seen_message_id VALUES (?, ?, ?)'),
    forget: database.prepare('DELETE FROM seen_message_id WHERE entity = ? AND seen_at <= ?'),
  };
  const lastNumbers = new Map<string, number>();
  const movedNumbers = new Set<string>();
  let callbacks: (() => void)[] = [];
  let pendingCommit: NodeJS.Immediate | undefined;

  function scheduleCommit(): void {
    pendingCommit ??= setImmediate(commit);
  }

  function write(): void {
    if (!database.isTransaction) database.exec('BEGIN');
    scheduleCommit();
  }

  function commit(): void {
    clearImmediate(pendingCommit);
    pendingCommit = undefined;
    if (database.isTransaction) {
      for (const entity of movedNumbers) statement.keepNumber.run(entity, lastNumbers.get(entity) ?? 0);
      movedNumbers.clear();
      database.exec('COMMIT');
    }
    const committed = callbacks;
    callbacks = [];
    for (const callback of committed) callback();
  }

  function lastNumber(entity: string): number {
    return lastNumbers.get(entity) ?? Number(statement.lastNumber.get(entity)?.['last_number'] ?? 0);
  }

  return {
    messages: (entity) => (statement.messages.all(entity) as unknown as MessageRow[]).map(fromRow),
    seenMessageIds: (entity, since) =>
      statement.seen.all(entity, since).map((row) => [String(row['message_id']), Number(row['seen_at'])]),
    nextSequenceNumber(entity) {
      write();
      const number = lastNumber(entity) + 1;
      lastNumbers.set(entity, number);
      movedNumbers.add(entity);
      return number;
    },
    save(entity, message, scheduledAt) {
      write();
      statement.save.run(
        entity,
        message.sequenceNumber,
        message.enqueuedSequenceNumber,
        message.enqueuedAt,
        Number.isFinite(message.expiresAt) ? message.expiresAt : null,
        scheduledAt ?? null,
        message.deliveryCount,
        message.deferred ? 1 : 0,
        message.sessionId,
        message.deadLetterSource ?? null,
        encodeMessage(message.content, 0),
      );
    },
    remove(entity, sequenceNumber) {
      write();
      statement.remove.run(entity, sequenceNumber);
    },
    rememberMessageId(entity, messageId, at) {
      write();
      statement.remember.run(entity, messageId, at);
    },
    forgetMessageIds(entity, before) {
      write();
      statement.forget.run(entity, before);
    },
    afterCommit(callback) {
      callbacks.push(callback);
      scheduleCommit();
    },
    flush: commit,
    close() {
      commit();
      clearImmediate(pendingCommit);
      callbacks = [];
      database.close();
    },
  };
}

function fromRow(row: MessageRow): StoredMessage {
  const message: BrokeredMessage = {
    sequenceNumber: row.sequence_number,
    enqueuedSequenceNumber: row.enqueued_sequence_number,
    enqueuedAt: row.enqueued_at,
    expiresAt: row.expires_at ?? Number.POSITIVE_INFINITY,
    deliveryCount: row.delivery_count,
    deferred: row.deferred === 1,
    sessionId: row.session_id,
    deadLetterSource: row.dead_letter_source ?? undefined,
    content: decodeBareMessage(Buffer.from(row.content)),
  };
  return { message, scheduledAt: row.scheduled_at ?? undefined };
}
