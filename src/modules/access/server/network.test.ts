import { expect, it } from 'vitest';
import { networkOf } from './network.ts';

it('counts an IPv4 address by itself, and all IPv6 addresses of one network together', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:DB8:1:2:ffff:ffff:ffff:ffff')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  for (const nothing of ['', 'unknown', '192.0.2.1, 10.0.0.1', '"; drop table throttles']) expect(networkOf(nothing)).toBe('unknown');
});
