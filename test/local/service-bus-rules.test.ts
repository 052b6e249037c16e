import { receive, useServiceBus } from './service-bus-under-test.ts';

const bus = useServiceBus();

async function publish(...messages: { body: unknown; [property: string]: unknown }[]): Promise<void> {
  await bus.client.createSender('Events').sendMessages(messages);
}

describe('a topic', () => {
  it('gives a message to each subscription whose rule lets it in', async () => {
    const outcome = (body: string, value: unknown, severity: unknown, subject = 'outcome') => ({
      body,
      subject,
      applicationProperties: { outcome: value, severity } as Record<string, string | number>,
    });
    await publish(
      outcome('failed and severe', 'failed', 3),
      outcome('failed', 'failed', 2),
      outcome('severe', 'succeeded', 3.5),
      outcome('neither', 'Failed', '3'),
      outcome('other subject', 'failed', 5, 'other'),
      { body: 'bare' },
    );

    expect(await bus.bodies('Events', 'failures')).toEqual(['failed and severe', 'failed']);
    expect(await bus.bodies('Events', 'severe')).toEqual(['failed and severe', 'severe']);
    expect(await bus.bodies('Events', 'All')).toHaveLength(6);
  });

  it('gives each subscription numbers of its own and the topic’s number beside them', async () => {
    await publish({ body: 1 }, { body: 2, subject: 'outcome', applicationProperties: { outcome: 'failed' } });
    const [all] = await receive(bus.client.createReceiver('Events', 'All'), 2);
    const [failure] = await receive(bus.client.createReceiver('Events', 'failures'), 1);

    const first = Number(all?.enqueuedSequenceNumber);
    expect(Number(failure?.enqueuedSequenceNumber)).toBe(first + 1);
  });
});

describe('the rule manager', () => {
  const manager = () => bus.client.createRuleManager('Events', 'failures');

  async function rules() {
    const found = [];
    for await (const rule of manager().listRules()) found.push(rule);
    return found;
  }

  afterEach(async () => {
    const names = (await rules()).map(({ name }) => name);
    for (const name of names) if (name !== 'failed') await manager().deleteRule(name);
    if (!names.includes('failed')) {
      await manager().createRule('failed', { subject: 'outcome', applicationProperties: { outcome: 'failed' } });
    }
  });

  it('lists the rules of the configuration', async () => {
    expect(await rules()).toMatchObject([
      { name: 'failed', filter: { subject: 'outcome', applicationProperties: { outcome: 'failed' } } },
    ]);
  });

  it('shows a subscription without rules to have the rule that lets all in', async () => {
    const found = [];
    for await (const rule of bus.client.createRuleManager('Events', 'All').listRules()) found.push(rule);
    expect(found).toMatchObject([{ name: '$Default', filter: { sqlExpression: '1=1' } }]);
  });

  it('adds and removes rules that work at once', async () => {
    await manager().createRule('by-kind', { sqlExpression: "kind IN ('app', 'addon')" });
    await manager().createRule('by-number', { messageId: 'the-one', applicationProperties: { number: 5 } });
    await manager().deleteRule('failed');
    expect((await rules()).map(({ name, filter }) => [name, filter])).toEqual([
      ['by-kind', { sqlExpression: "kind IN ('app', 'addon')" }],
      ['by-number', expect.objectContaining({ messageId: 'the-one', applicationProperties: { number: 5 } })],
    ]);

    await publish(
      { body: 'app', applicationProperties: { kind: 'app' } },
      { body: 'hardware', applicationProperties: { kind: 'hardware' } },
      { body: 'the one', messageId: 'the-one', applicationProperties: { number: 5 } },
      { body: 'formerly let in', subject: 'outcome', applicationProperties: { outcome: 'failed' } },
    );

    expect(await bus.bodies('Events', 'failures')).toEqual(['app', 'the one']);
  });

  it('gives one copy of a message that several rules let in', async () => {
    await manager().createRule('everything', { sqlExpression: '1 = 1' });
    await publish({ body: 'once', subject: 'outcome', applicationProperties: { outcome: 'failed' } });

    expect(await bus.bodies('Events', 'failures')).toEqual(['once']);
  });

  it('refuses a name that is taken, one that is not there, and SQL that does not parse', async () => {
    await expect(manager().createRule('failed', { sqlExpression: '1=1' })).rejects.toMatchObject({
      code: 'MessagingEntityAlreadyExists',
    });
    await expect(manager().deleteRule('nobody')).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
    await expect(manager().createRule('broken', { sqlExpression: 'kind = ' })).rejects.toThrow();
    expect((await rules()).map(({ name }) => name)).toEqual(['failed']);
  });
});
