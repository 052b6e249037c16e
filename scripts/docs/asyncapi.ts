import { toMessage } from '../../shared/adapters/service-bus/message.ts';
import type { ApplicationProperty } from './application-properties.ts';
import type { JsonSchema } from './event-json-schema.ts';
import type { PublishedEvent, PublishedName } from './published-events.ts';
import { dataSchema } from './schema-text.ts';

const contentType = 'application/cloudevents+json; charset=utf-8';
const defaultTopic = 'submission-events';

interface AsyncApiContent {
  readonly schemas: ReadonlyMap<PublishedName, JsonSchema>;
  readonly examples: Readonly<Record<PublishedName, PublishedEvent>>;
  readonly properties: readonly ApplicationProperty[];
}

/**
 * The topic as an AsyncAPI 3.0 document. The `amqp1` bindings of AsyncAPI are empty by definition, so what Service Bus needs
 * to know stands in `x-service-bus`.
 */
export function asyncApiDocument({ schemas, examples, properties }: AsyncApiContent): object {
  const names = [...schemas.keys()];
  return {
    asyncapi: '3.0.0',
    'x-generated': 'From shared/contract by "npm run docs". Do not edit.',
    info: {
      title: 'Submission Watch events',
      version: '1',
      description:
        'What changes in Microsoft Partner Center submissions, as CloudEvents 1.0 on a Service Bus topic. At least once; ' +
        'de-duplicate by `id`, order by `sequence`. Ignore fields, types and enum values that you do not know.',
      license: { name: 'MIT' },
    },
    defaultContentType: contentType,
    servers: { serviceBus },
    channels: {
      submissionEvents: {
        address: '{topic}',
        title: 'Topic',
        description: 'Subscribe by a subscription of your own, with rules that filter on the application properties.',
        servers: [{ $ref: '#/servers/serviceBus' }],
        parameters: {
          topic: { description: 'Setting SERVICEBUS_TOPIC of the app.', default: defaultTopic },
        },
        messages: refs(names, (name) => `#/components/messages/${name}`),
        'x-service-bus': {
          entity: 'topic',
          subscriptionAddress: '{topic}/Subscriptions/{subscription}',
          duplicateDetection: 'by messageId',
        },
      },
    },
    operations: {
      publishEvents: {
        action: 'send',
        title: 'Publish what changed',
        channel: { $ref: '#/channels/submissionEvents' },
        messages: names.map((name) => ({ $ref: `#/channels/submissionEvents/messages/${name}` })),
      },
    },
    components: {
      securitySchemes: { entra },
      messages: Object.fromEntries([...schemas].map(([name, schema]) => [name, message(name, schema, examples[name])])),
      schemas: {
        applicationProperties: headers(properties),
        ...Object.fromEntries([...schemas].map(([name, schema]) => [name, payload(schema)])),
      },
    },
  };
}

const serviceBus = {
  host: '{namespace}.servicebus.windows.net:5671',
  protocol: 'amqps',
  protocolVersion: '1.0',
  description:
    'Azure Service Bus, Standard tier or above. A subscriber needs the role Azure Service Bus Data Receiver.',
  variables: { namespace: { description: 'Name of the Service Bus namespace.' } },
  security: [{ $ref: '#/components/securitySchemes/entra' }],
};

const entra = {
  type: 'openIdConnect',
  description: 'Microsoft Entra ID, scope https://servicebus.azure.net/.default; the SDKs do it with any credential.',
  openIdConnectUrl: 'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
};

function message(name: PublishedName, schema: JsonSchema, example: PublishedEvent) {
  return {
    name: example.type,
    title: name,
    summary: schema.description,
    contentType,
    headers: { $ref: '#/components/schemas/applicationProperties' },
    payload: { $ref: `#/components/schemas/${name}` },
    examples: [{ headers: toMessage(example).applicationProperties, payload: example }],
    'x-service-bus': {
      messageId: '$message.payload#/id, but for replays',
      sessionId: '$message.payload#/subject',
      subject: '$message.payload#/type',
    },
  };
}

/** Without what only a file of its own needs: within this document an `$id` would move the base of references. */
function payload(schema: JsonSchema) {
  const { $schema: _, $id: __, $comment: ___, ...event } = schema;
  const { $id: ____, ...data } = dataSchema(schema);
  return { ...event, properties: { ...event.properties, data } };
}

function headers(properties: readonly ApplicationProperty[]) {
  return {
    type: 'object',
    description: 'Application properties of the message.',
    properties: Object.fromEntries(
      properties.map(({ name, description, example }) => [
        name,
        { type: typeof example, description, examples: [example] },
      ]),
    ),
    required: properties.filter(({ on }) => on === 'all').map(({ name }) => name),
  };
}

function refs(names: readonly PublishedName[], to: (name: PublishedName) => string) {
  return Object.fromEntries(names.map((name) => [name, { $ref: to(name) }]));
}
