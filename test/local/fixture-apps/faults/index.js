import { app } from '@azure/functions';

class ConfigError extends Error {
  name = 'ConfigError';
}

const faults = {
  throw: () => {
    throw new Error('entry is broken');
  },
  configuration: () => {
    throw new ConfigError('TABLES_ENDPOINT is missing');
  },
  twice: () => {
    app.timer('twice', { schedule: '0 * * * * *', handler: () => {} });
    app.timer('twice', { schedule: '0 * * * * *', handler: () => {} });
  },
  hook: () => {
    app.hook.appStart(() => {
      throw new Error('hook is broken');
    });
  },
  stream: () => {
    app.setup({ enableHttpStream: true });
    app.http('any', { handler: () => ({}) });
  },
  late: () => {
    app.http('late', {
      handler: () => {
        app.http('tooLate', { handler: () => ({}) });
        return {};
      },
    });
  },
  floating: () => {
    app.http('floating', {
      handler: () => {
        void Promise.reject(new Error('nobody waits for this'));
        return {};
      },
    });
  },
};

faults[process.env.FAULT]();
