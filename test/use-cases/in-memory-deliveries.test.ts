import { deliveryLogContract } from '../contracts/delivery-log.ts';
import { createInMemoryDeliveries } from '../support/in-memory-deliveries.ts';

describe('the fake of the delivery log', () => {
  deliveryLogContract(async () => createInMemoryDeliveries());
});
