import type { HttpFunctionOptions, HttpMethod } from '@azure/functions';
import type { Operation } from './api/operation.ts';
import type { Services } from './services.ts';

/** What the host has to know of an operation, and where the rest is. */
export interface Endpoint {
  readonly methods: readonly HttpMethod[];
  readonly route: string;
  readonly access: Operation['access'];
  load(): Promise<(services: Services) => HttpFunctionOptions>;
}

/**
 * The operations of the API by the names of their functions. Method, route and access are said twice, here and with the
 * operation, so that a cold start registers them without loading what answers them: the schemas of the API and their library
 * take longer to load than everything else. A test holds the two to each other.
 */
export const endpoints = {
  'list-submissions': {
    methods: ['GET'],
    route: 'submissions',
    access: 'read',
    load: async () => (await import('./list-submissions.ts')).listSubmissionsFunction,
  },
  'track-submissions': {
    methods: ['POST'],
    route: 'submissions',
    access: 'write',
    load: async () => (await import('./track-submissions.ts')).trackSubmissionsFunction,
  },
  'track-submission': {
    methods: ['PUT'],
    route: 'submissions/{key}',
    access: 'write',
    load: async () => (await import('./track-submission.ts')).trackSubmissionFunction,
  },
  'get-submission': {
    methods: ['GET'],
    route: 'submissions/{key}',
    access: 'read',
    load: async () => (await import('./get-submission.ts')).getSubmissionFunction,
  },
  'untrack-submission': {
    methods: ['DELETE'],
    route: 'submissions/{key}',
    access: 'write',
    load: async () => (await import('./untrack-submission.ts')).untrackSubmissionFunction,
  },
  'list-history': {
    methods: ['GET'],
    route: 'submissions/{key}/history',
    access: 'read',
    load: async () => (await import('./list-history.ts')).listHistoryFunction,
  },
  'list-changes': {
    methods: ['GET'],
    route: 'changes',
    access: 'read',
    load: async () => (await import('./list-changes.ts')).listChangesFunction,
  },
  'list-products': {
    methods: ['GET'],
    route: 'products',
    access: 'read',
    load: async () => (await import('./list-products.ts')).listProductsFunction,
  },
  'watch-product': {
    methods: ['PUT'],
    route: 'products/{key}',
    access: 'write',
    load: async () => (await import('./watch-product.ts')).watchProductFunction,
  },
  'get-product': {
    methods: ['GET'],
    route: 'products/{key}',
    access: 'read',
    load: async () => (await import('./get-product.ts')).getProductFunction,
  },
  'unwatch-product': {
    methods: ['DELETE'],
    route: 'products/{key}',
    access: 'write',
    load: async () => (await import('./unwatch-product.ts')).unwatchProductFunction,
  },
  'get-statistics': {
    methods: ['GET'],
    route: 'statistics',
    access: 'read',
    load: async () => (await import('./get-statistics.ts')).getStatisticsFunction,
  },
  'get-status': {
    methods: ['GET'],
    route: 'status',
    access: 'read',
    load: async () => (await import('./get-status.ts')).getStatusFunction,
  },
  'list-passes': {
    methods: ['GET'],
    route: 'passes',
    access: 'read',
    load: async () => (await import('./list-passes.ts')).listPassesFunction,
  },
  'get-openapi': {
    methods: ['GET'],
    route: 'openapi.json',
    access: 'read',
    load: async () => (await import('./get-openapi.ts')).getOpenApiFunction,
  },
  diagnose: {
    methods: ['POST'],
    route: 'diagnose',
    access: 'operate',
    async load() {
      const [{ diagnoseFunction }, { accessChecks }] = await Promise.all([
        import('./diagnose.ts'),
        import('./access-checks.ts'),
      ]);
      return (services) => diagnoseFunction(services, () => accessChecks(services));
    },
  },
  'run-poll': {
    methods: ['POST'],
    route: 'poll',
    access: 'operate',
    load: async () => (await import('./run-poll.ts')).runPollFunction,
  },
  'replay-events': {
    methods: ['POST'],
    route: 'events/replay',
    access: 'operate',
    load: async () => (await import('./replay-events.ts')).replayEventsFunction,
  },
  'send-test-event': {
    methods: ['POST'],
    route: 'events/test',
    access: 'operate',
    load: async () => (await import('./send-test-event.ts')).sendTestEventFunction,
  },
  'list-set-aside': {
    methods: ['GET'],
    route: 'set-aside',
    access: 'operate',
    load: async () => (await import('./list-set-aside.ts')).listSetAsideFunction,
  },
  'retry-set-aside': {
    methods: ['POST'],
    route: 'set-aside/retry',
    access: 'operate',
    load: async () => (await import('./retry-set-aside.ts')).retrySetAsideFunction,
  },
  'discard-set-aside': {
    methods: ['POST'],
    route: 'set-aside/discard',
    access: 'operate',
    load: async () => (await import('./discard-set-aside.ts')).discardSetAsideFunction,
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** The page for people: no operation of the API. */
export const dashboardEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  route: 'dashboard/{file?}',
  access: 'open',
  async load() {
    const { dashboardFunction } = await import('./dashboard.ts');
    return () => dashboardFunction(async () => (await import('./dashboard-files.ts')).dashboardFiles);
  },
};

/** Open, and apart from the others, because it is registered before the settings are read. */
export const healthEndpoint: Endpoint = {
  methods: ['GET'],
  route: 'health',
  access: 'open',
  async load() {
    const { healthFunction } = await import('./health.ts');
    return (services) => healthFunction(() => services);
  },
};
