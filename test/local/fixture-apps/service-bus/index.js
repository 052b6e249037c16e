import { app } from '@azure/functions';

const report = (message, context) => {
  context.log(`got ${JSON.stringify({ message, metadata: context.triggerMetadata })}`);
  if (message?.failUntil > context.triggerMetadata.deliveryCount) {
    throw new Error('not yet');
  }
};

app.serviceBusTopic('onEvent', {
  connection: 'BUS',
  topicName: '%TOPIC%',
  subscriptionName: 'All',
  handler: report,
});
app.serviceBusQueue('onPlain', { connection: 'BUS', queueName: 'plain', handler: report });
app.serviceBusQueue('onDistinct', {
  connection: 'BUS',
  queueName: 'distinct',
  cardinality: 'many',
  handler: report,
});
app.serviceBusQueue('withIdentity', { connection: 'CLOUD', queueName: 'plain', handler: report });
