import { app } from '@azure/functions';

const readBack = async (request, context) => ({
  jsonBody: {
    function: context.functionName,
    method: request.method,
    params: request.params,
    query: Object.fromEntries(request.query),
    header: request.headers.get('x-test'),
    body: await request.text(),
  },
});

app.http('readBack', { methods: ['GET', 'POST', 'HEAD'], route: 'echo/{kind}/{page:int?}', handler: readBack });
app.http('files', { methods: ['GET'], route: 'files/{*path}', handler: readBack });
app.http('withKey', { authLevel: 'function', methods: ['GET'], handler: readBack });
app.http('otherWithKey', { authLevel: 'function', methods: ['GET'], handler: readBack });
app.http('forOperators', { authLevel: 'admin', methods: ['GET'], handler: readBack });

app.http('fails', {
  handler: () => {
    throw new Error('no luck');
  },
});
app.http('throwsUndefined', {
  handler: () => {
    throw undefined;
  },
});
app.http('returnsNothing', { handler: () => {} });
app.http('returnsText', { handler: () => 'text' });
app.http('bytes', {
  handler: () => ({ status: 201, body: new Uint8Array([0, 255, 7]), headers: { 'x-test': 'yes' } }),
});
app.http('cookies', {
  handler: () => ({
    status: 204,
    cookies: [
      { name: 'a', value: 'ü', httpOnly: true, sameSite: 'Lax', maxAge: 60 },
      { name: 'b', value: '2', path: '/', secure: true, expires: new Date('2026-01-01T00:00:00Z') },
    ],
  }),
});
app.http('waits', {
  handler: async () => {
    console.log('the request waits');
    await new Promise((resolve) => process.on('message', ({ release }) => release && resolve()));
    return { body: 'done' };
  },
});
app.http('talk', {
  handler: (_request, context) => {
    context.log('said at information');
    context.error('said at error\nin two lines');
    return { body: 'talked' };
  },
});
app.http('reserved', { route: 'admin/things', handler: readBack });
app.http('rival', { methods: ['post'], route: 'Echo/{kind}/{page:int?}', handler: readBack });
