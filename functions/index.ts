import { app } from '@azure/functions';
import { readConfig } from '../shared/config.ts';
import { discardSetAsideFunction } from './discard-set-aside.ts';
import { getProductFunction } from './get-product.ts';
import { getStatusFunction } from './get-status.ts';
import { getSubmissionFunction } from './get-submission.ts';
import { healthFunction } from './health.ts';
import { listHistoryFunction } from './list-history.ts';
import { listProductsFunction } from './list-products.ts';
import { listSetAsideFunction } from './list-set-aside.ts';
import { listSubmissionsFunction } from './list-submissions.ts';
import { pollSliceFunction } from './poll-slice.ts';
import { pollSubmissionsFunction } from './poll-submissions.ts';
import { relayOutboxFunction } from './relay-outbox.ts';
import { replayEventsFunction } from './replay-events.ts';
import { retrySetAsideFunction } from './retry-set-aside.ts';
import { runPollFunction } from './run-poll.ts';
import { sendTestEventFunction } from './send-test-event.ts';
import { createServices } from './services.ts';
import { trackSubmissionFunction } from './track-submission.ts';
import { untrackSubmissionFunction } from './untrack-submission.ts';
import { unwatchProductFunction } from './unwatch-product.ts';
import { watchHealthFunction } from './watch-health.ts';
import { watchProductFunction } from './watch-product.ts';

// First, before the settings are read: the host shows why an app failed to start only if a function was registered by then.
app.http(
  'health',
  healthFunction(() => services),
);

const services = createServices(readConfig(process.env));

app.timer('poll-submissions', pollSubmissionsFunction(services));
app.serviceBusQueue('poll-slice', pollSliceFunction(services));
app.timer('relay-outbox', relayOutboxFunction(services));
app.timer('watch-health', watchHealthFunction(services));

app.http('list-submissions', listSubmissionsFunction(services));
app.http('track-submission', trackSubmissionFunction(services));
app.http('get-submission', getSubmissionFunction(services));
app.http('untrack-submission', untrackSubmissionFunction(services));
app.http('list-history', listHistoryFunction(services));
app.http('list-products', listProductsFunction(services));
app.http('watch-product', watchProductFunction(services));
app.http('get-product', getProductFunction(services));
app.http('unwatch-product', unwatchProductFunction(services));

app.http('get-status', getStatusFunction(services));
app.http('run-poll', runPollFunction(services));
app.http('replay-events', replayEventsFunction(services));
app.http('send-test-event', sendTestEventFunction(services));
app.http('list-set-aside', listSetAsideFunction(services));
app.http('retry-set-aside', retrySetAsideFunction(services));
app.http('discard-set-aside', discardSetAsideFunction(services));
