import { DatabaseSync } from 'node:sqlite';

const SCHEMA_VERSION = 1;
const SQLITE_BUSY = 5;

const schema = `
  CREATE TABLE IF NOT EXISTS message (
    entity TEXT NOT NULL, sequence_number INTEGER NOT NULL, enqueued_sequence_number INTEGER NOT NULL,
    enqueued_at INTEGER NOT NULL, expires_at INTEGER, scheduled_at INTEGER, delivery_count INTEGER NOT NULL,
    deferred INTEGER NOT NULL, session_id TEXT NOT NULL, dead_letter_source TEXT, content BLOB NOT NULL,
    PRIMARY KEY (entity, sequence_number)) STRICT;
  CREATE TABLE IF NOT EXISTS seen_message_id (
    entity TEXT NOT NULL, message_id TEXT NOT NULL, seen_at INTEGER NOT NULL,
    PRIMARY KEY (entity, message_id)) STRICT;
  CREATE INDEX IF NOT EXISTS seen_message_id_by_time ON seen_message_id (entity, seen_at);
  CREATE TABLE IF NOT EXISTS sequence (entity TEXT PRIMARY KEY, last_number INTEGER NOT NULL) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};`;

/** @throws when the file is in use by another broker, or was written by another version */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Exclusive: a second broker on the same file would hand out the same messages.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new Error(`${file} is in use by another process`, { cause: error });
    }
    throw error;
  }
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version !== 0 && version !== SCHEMA_VERSION) {
    database.close();
    throw new Error(`${file} was written by another version of the local Service Bus: delete it to start afresh`);
  }
  database.exec(schema);
  return database;
}
