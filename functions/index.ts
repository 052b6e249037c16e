import { app } from '@azure/functions';
import { readConfig } from '../shared/config.ts';
import { endpointFunction } from './endpoint-function.ts';
import { dashboardEndpoint, endpoints, healthEndpoint } from './endpoints.ts';
import { notifyChannelFunction, sweepChannelFunction } from './notify-channel.ts';
import { pollSliceFunction } from './poll-slice.ts';
import { pollSubmissionsFunction } from './poll-submissions.ts';
import { relayOutboxFunction } from './relay-outbox.ts';
import { createServices } from './services.ts';
import { watchHealthFunction } from './watch-health.ts';

// First, before the settings are read: the host shows why an app failed to start only if a function was registered by then.
app.http(
  'health',
  endpointFunction(healthEndpoint, false, () => services),
);

const services = createServices(readConfig(process.env));

app.timer('poll-submissions', pollSubmissionsFunction(services));
app.serviceBusQueue('poll-slice', pollSliceFunction(services));
app.timer('relay-outbox', relayOutboxFunction(services));
app.timer('watch-health', watchHealthFunction(services));

const isEasyAuth = services.config.easyAuth !== undefined;
for (const [name, endpoint] of Object.entries({ ...endpoints, dashboard: dashboardEndpoint })) {
  app.http(
    name,
    endpointFunction(endpoint, isEasyAuth, () => services),
  );
}

for (const channel of services.config.notify.channels) {
  app.serviceBusTopic(`notify-${channel.name}`, notifyChannelFunction(services, channel));
  app.timer(`sweep-${channel.name}`, sweepChannelFunction(services, channel));
}
