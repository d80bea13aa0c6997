import { m } from '#messages';
import type { IconName } from './Icon.svelte';

/** One place of the portal as its menu and the cards of the home screen name it. */
export type MenuItem = { href: string; under: string; icon: IconName; label: string; text: string };

/**
 * The places of the portal in the order of the guide (G-2.8-2, G-2.8-4). 作業依頼 exists only for readers with a contract that includes
 * it (G-4.7-1, D-18).
 */
export function portalMenu(reader: { contracts: readonly { hasRequests: boolean }[] }): MenuItem[] {
  const requests: MenuItem = { href: '/requests', under: '/requests', icon: 'request', label: m.menu_requests(), text: m.card_requests() };
  return [
    { href: '/inquiries/new', under: '/inquiries', icon: 'inquiry', label: m.menu_inquiry(), text: m.card_inquiry() },
    ...(reader.contracts.some((contract) => contract.hasRequests) ? [requests] : []),
    { href: '/cases', under: '/cases', icon: 'cases', label: m.menu_cases(), text: m.card_cases() },
    { href: '/knowledge', under: '/knowledge', icon: 'knowledge', label: m.menu_knowledge(), text: m.card_knowledge() },
    { href: '/contracts', under: '/contracts', icon: 'settings', label: m.menu_contracts(), text: m.card_contracts() },
    { href: '/account', under: '/account', icon: 'account', label: m.menu_account(), text: m.card_account() },
  ];
}
