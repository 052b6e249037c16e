import { app } from '@azure/functions';
import { readConfig } from '../shared/config.ts';
import { getProductFunction } from './get-product.ts';
import { getSubmissionFunction } from './get-submission.ts';
import { healthFunction } from './health.ts';
import { listHistoryFunction } from './list-history.ts';
import { listProductsFunction } from './list-products.ts';
import { listSubmissionsFunction } from './list-submissions.ts';
import { pollSubmissionsFunction } from './poll-submissions.ts';
import { relayOutboxFunction } from './relay-outbox.ts';
import { createServices } from './services.ts';
import { trackSubmissionFunction } from './track-submission.ts';
import { untrackSubmissionFunction } from './untrack-submission.ts';
import { unwatchProductFunction } from './unwatch-product.ts';
import { watchProductFunction } from './watch-product.ts';

// First, before the settings are read: the host shows why an app failed to start only if a function was registered by then.
app.http(
  'health',
  healthFunction(() => services),
);

const services = createServices(readConfig(process.env));

app.timer('poll-submissions', pollSubmissionsFunction(services));
app.timer('relay-outbox', relayOutboxFunction(services));
app.http('list-submissions', listSubmissionsFunction(services));
app.http('track-submission', trackSubmissionFunction(services));
app.http('get-submission', getSubmissionFunction(services));
app.http('untrack-submission', untrackSubmissionFunction(services));
app.http('list-history', listHistoryFunction(services));
app.http('list-products', listProductsFunction(services));
app.http('watch-product', watchProductFunction(services));
app.http('get-product', getProductFunction(services));
app.http('unwatch-product', unwatchProductFunction(services));
