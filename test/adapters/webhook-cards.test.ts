import { teamsMessage } from '../../shared/adapters/webhooks/teams.ts';
import { composeDigest } from '../../shared/domain/compose-digest.ts';
import { composeNotification } from '../../shared/domain/compose-notification.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { exampleEvents, exampleWith } from '../support/example-events.ts';
import { failure, historyUrl, told } from '../support/webhook-answers.ts';

// Its main file is one that Node cannot load, and its bundle has no types of its own.
const { AdaptiveCard, SerializationContext, Versions } = jest.requireActual<typeof import('adaptivecards')>(
  'adaptivecards/dist/adaptivecards.js',
);

type CardJson = Record<string, unknown> & { body: Record<string, unknown>[] };

function cardOf(notification: Notification): CardJson {
  return JSON.parse(teamsMessage(notification)).attachments[0].content;
}

/** What Microsoft's own parser remarks of a card, as a client of version 1.4. */
function remarksOn(json: CardJson): readonly (string | undefined)[] {
  const context = new SerializationContext(Versions.v1_4);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...parsing, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}

describe("Microsoft's own parser of Adaptive Cards has nothing to remark", () => {
  it.each([...exampleEvents()])('on the card of %s', (_, received) => {
    expect(remarksOn(cardOf(composeNotification([told(received)], historyUrl)))).toEqual([]);
  });

  it('on a digest, and on a failure with many errors', () => {
    const failed = told(exampleWith('submission.state-changed', failure));
    const issues = Array.from({ length: 40 }, () => ({ severity: 'error', code: 'Other', details: '漢'.repeat(400) }));
    const errors = told(exampleWith('submission.errors-raised', { issues }));
    expect(remarksOn(cardOf(composeDigest([[failed, errors], [failed]])))).toEqual([]);
    expect(remarksOn(cardOf(composeNotification([failed, errors], historyUrl)))).toEqual([]);
  });

  it.each<[string, (card: CardJson) => void]>([
    ['an element of a later version', ({ body }) => body.push({ type: 'Table', rows: [] })],
    ['a property of a later version', ({ body }) => body.push({ type: 'TextBlock', text: 'x', style: 'heading' })],
    ['a style that there is not', ({ body }) => Object.assign(body[0] ?? {}, { style: 'red' })],
    ['a link without an address', (card) => Object.assign(card, { actions: [{ type: 'Action.OpenUrl' }] })],
  ])('and would remark on %s', (_, spoil) => {
    const card = cardOf(composeNotification([told(exampleWith('submission.stalled', {}))], historyUrl));
    spoil(card);
    expect(remarksOn(card)).toHaveLength(1);
  });
});
