/** Where `npm start` listens, unless it is asked to take free ports. The doctor looks for what runs there. */
export const ports = {
  functions: 7071,
  partnerCenter: 7072,
  webhooks: 7073,
  brokerSwitch: 7074,
  serviceBus: 5672,
  table: 10002,
  blob: 10000,
  queue: 10001,
};
