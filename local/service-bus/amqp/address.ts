/** The path of an address in lower case. Clients write `topic`, `/topic` or `amqps://host:port/topic`, in any case. */
export function addressPath(address: string): string {
  return address
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
}
