/**
 * Preloaded into a Functions host: the process that forked it moves the clock of the app (`Date`), and of nothing else, by
 * `{ "ahead": milliseconds }`, which comes back. Waits keep their length.
 */
const RealDate = Date;
let ahead = Number(process.env['CLOCK_AHEAD_MS'] ?? 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, derived) =>
    Reflect.construct(target, values.length === 0 ? [RealDate.now() + ahead] : values, derived),
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + ahead : Reflect.get(target, name, receiver),
});

process.on('message', (message) => {
  if (!(message instanceof Object) || !('ahead' in message)) return;
  ahead = Number(message.ahead);
  process.send?.(message);
});
