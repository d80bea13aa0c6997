import ipaddr from 'ipaddr.js';

/**
 * The network that an address belongs to: one IPv4 address, or the /64 that one household or office gets of IPv6, so that
 * somebody with billions of addresses has one counter.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}
