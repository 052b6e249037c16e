import { app } from '@azure/functions';

app.hook.appStart(() => console.log('hook appStart'));
app.hook.appTerminate(() => console.log('hook appTerminate'));
app.hook.preInvocation((context) => {
  context.hookData.began = context.invocationContext.functionName;
  if (context.invocationContext.functionName === 'replaced') {
    context.functionHandler = () => 'from the hook';
  }
});
app.hook.postInvocation((context) => {
  console.log(`hook postInvocation ${context.hookData.began} ${context.result ?? context.error?.message}`);
});
app.hook.log((context) => {
  context.message = context.message.replace('secret', '***');
});

// Each is run by the tests through the admin endpoint or by moving the clock.
const daily = '0 0 3 * * *';

app.timer('poll', {
  schedule: '%SCHEDULE%',
  handler: (timer, context) => context.log(`ran ${JSON.stringify(timer)}`),
});
app.timer('retried', {
  schedule: daily,
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 10 } },
  handler: (_timer, { retryContext }) => {
    throw new Error(`attempt ${retryContext.retryCount} of ${retryContext.maxRetryCount}`);
  },
});
app.timer('replaced', { schedule: daily, handler: () => 'from the handler' });
app.timer('unserialisable', { schedule: daily, handler: () => 1n });
app.timer('talksOfSecrets', { schedule: daily, handler: (_timer, context) => context.log('a secret') });
app.timer('slow', {
  schedule: daily,
  handler: async (_timer, context) => {
    context.log('slow began');
    await new Promise((resolve) => process.on('message', ({ release }) => release && resolve()));
    context.log('slow ended');
  },
});
app.timer('badSchedule', { schedule: '0 0 3 * * 7', handler: () => {} });
app.timer('noSetting', { schedule: '%NOT_THERE%', handler: () => {} });
app.timer('badRetry', { schedule: daily, retry: { strategy: 'fixedDelay', maxRetryCount: 1 }, handler: () => {} });
app.storageQueue('unsupported', { queueName: 'q', connection: 'AzureWebJobsStorage', handler: () => {} });
