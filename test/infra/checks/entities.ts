import type { Setting } from '../../../shared/setting.ts';
import { settings } from '../../../shared/settings-table.ts';
import type { AppFacts } from '../app-facts.ts';
import { literalOf } from '../bicep-value.ts';
import type { Infra } from '../infra.ts';

/** Topic, queue and table have the names that the code has; the laptop has the same. */
export function entities({ main }: Infra, app: AppFacts): string[] {
  const variable = (name: string) => literalOf(main.variables.find((one) => one.name === name)?.value);
  const inCode = {
    topicName: defaultOf(settings.SERVICEBUS_TOPIC),
    queueName: defaultOf(settings.SERVICEBUS_SLICE_QUEUE),
    tableName: defaultOf(settings.TABLE_NAME),
  };
  return [
    ...Object.entries(inCode)
      .filter(([name, value]) => variable(name) !== value)
      .map(([name, value]) => `${name} is ${variable(name)} in Bicep and ${value} in the code`),
    ...(app.localTopics.includes(String(variable('topicName'))) ? [] : ['the laptop has another topic']),
    ...(app.localQueues.includes(String(variable('queueName'))) ? [] : ['the laptop has another queue']),
  ];
}

/** The simple channels of the code have a subscription and a setting each, and no other has. */
export function channels({ main, texts }: Infra): string[] {
  const text = main.variables.find(({ name }) => name === 'simpleChannels')?.value?.text ?? '';
  const inBicep = [...text.matchAll(/name: '([\w-]+)', sort: '(\w+)', webhookSetting: '(\w+)'/g)].map((match) =>
    match.slice(1).join(' '),
  );
  const inCode = ['teams teams TEAMS_WEBHOOK_URL', 'slack slack SLACK_WEBHOOK_URL'];
  const parts = [...(texts.get('infra/main.bicep') ?? '').matchAll(/(\w+)Enabled \? \[\{ name: '([\w-]+)'/g)];
  return [
    ...(inBicep.join() === inCode.join() ? [] : [`simple channels are ${inBicep.join(', ')}`]),
    ...parts
      .filter(([, flag, name]) => flag !== name)
      .map(([, flag, name]) => `${flag}Enabled makes the channel ${name}`),
  ];
}

function defaultOf(setting: Setting<string>): string | undefined {
  const read = setting(undefined);
  return 'value' in read ? read.value : undefined;
}
