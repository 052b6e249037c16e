import { app } from '@azure/functions';

app.http('lazy', {
  handler: async () => {
    const { answer } = await import('./chunk.js');
    return { body: answer() };
  },
});
