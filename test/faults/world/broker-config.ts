import { readFileSync } from 'node:fs';

/** Subscription that gets every message as often as it is sent. */
export const everything = 'everything';
/** Queue to which all messages are forwarded, and which drops repeated sends by their message id, as the deployed topic does. */
export const withoutRepeats = 'without-repeats';

interface Entity {
  readonly Name: string;
  readonly Properties?: object;
  readonly Rules?: readonly object[];
}

interface Namespace {
  readonly Queues: readonly Entity[];
  readonly Topics: readonly (Entity & { readonly Subscriptions: readonly Entity[] })[];
}

/** The broker as it is on a laptop, but for the topic, which lets repeated sends pass so that they can be counted. */
export function brokerConfig(topic: string): object {
  const config = JSON.parse(readFileSync('local/service-bus/Config.json', 'utf8')) as {
    UserConfig: { Namespaces: readonly [Namespace] };
  };
  const [namespace] = config.UserConfig.Namespaces;
  const detection = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: 'PT5M' };
  const forwarding = { Name: 'forwarding', Properties: { ForwardTo: withoutRepeats } };
  return {
    UserConfig: {
      ...config.UserConfig,
      Namespaces: [
        {
          ...namespace,
          Queues: [...namespace.Queues, { Name: withoutRepeats, Properties: detection }],
          Topics: namespace.Topics.map((entity) =>
            entity.Name === topic
              ? {
                  ...entity,
                  Properties: { ...entity.Properties, RequiresDuplicateDetection: false },
                  Subscriptions: [...entity.Subscriptions.map(withoutFilter), { Name: everything }, forwarding],
                }
              : entity,
          ),
        },
      ],
    },
  };
}

/** One channel gets every step, so that more is told. */
function withoutFilter(subscription: Entity): Entity {
  return subscription.Name === 'slack' ? { ...subscription, Rules: [] } : subscription;
}
