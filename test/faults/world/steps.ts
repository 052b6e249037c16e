import type { Passage } from './tcp-tap.ts';

/** Moments of a pass at which it can be hit, in the order in which a change goes through them. */
export const steps = [
  'after read',
  'before commit',
  'after commit',
  'before send',
  'after send',
  'before removal',
  'after removal',
] as const;
/** Moments on the way of an event to a channel of Teams or Slack. */
export const channelSteps = [
  'before receipt',
  'after receipt',
  'before post',
  'after post',
  'before record',
  'after record',
] as const;
export type Step = (typeof steps)[number] | (typeof channelSteps)[number];

/** Which server the tap stands before. */
export type Place = 'partner center' | 'tables' | 'broker' | 'webhooks';
export const places: readonly Place[] = ['partner center', 'tables', 'broker', 'webhooks'];

/** Says which step a piece of traffic is, if any. Each tap has one of its own, because it remembers what was asked last. */
type StepReader = (passage: Passage) => Step | undefined;

// An AMQP performative is a described type; 0x15 is the disposition, with which the broker says that it has a message.
const disposition = Buffer.from([0x00, 0x53, 0x15]);

export function createStepReader(place: Place): StepReader {
  /** Per connection, the step that the answer of the server will be. */
  const expected = new Map<number, Step>();
  const asks = {
    'partner center': askOfPartnerCenter,
    tables: askOfTables,
    broker: askOfBroker,
    webhooks: askOfWebhooks,
  }[place];

  return ({ connection, from, bytes }) => {
    if (from === 'client') {
      const ask = asks(bytes);
      if (ask === undefined) return undefined;
      expected.set(connection, ask.answer);
      return ask.step;
    }
    const step = expected.get(connection);
    if (step === undefined || (place === 'broker' && !bytes.includes(disposition))) return undefined;
    expected.delete(connection);
    return step;
  };
}

interface Ask {
  readonly step?: Step;
  readonly answer: Step;
}

function askOfPartnerCenter(bytes: Buffer): Ask | undefined {
  return /^GET \S*\/submissions?\//.test(bytes.toString('latin1')) ? { answer: 'after read' } : undefined;
}

function askOfTables(bytes: Buffer): Ask | undefined {
  const text = bytes.toString('latin1');
  if (/^DELETE \S*outbox/.test(text)) return { step: 'before removal', answer: 'after removal' };
  // Records of deliveries: received for a channel, or told to it.
  if (text.includes('"state":"pending"')) return { step: 'before receipt', answer: 'after receipt' };
  if (text.includes('"state":"told"')) return { step: 'before record', answer: 'after record' };
  return text.includes('"outbox|') ? { step: 'before commit', answer: 'after commit' } : undefined;
}

function askOfBroker(bytes: Buffer): Ask | undefined {
  return bytes.includes('cloudEvents_id') ? { step: 'before send', answer: 'after send' } : undefined;
}

function askOfWebhooks(bytes: Buffer): Ask | undefined {
  return /^POST /.test(bytes.toString('latin1')) ? { step: 'before post', answer: 'after post' } : undefined;
}
