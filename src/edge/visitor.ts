import type { RequestEvent } from '@sveltejs/kit';
import type { From } from '#kernel/actor.ts';
import type { Realm } from '#modules/access/index.ts';
import type { Visitor } from '#modules/access/server/index.ts';
import { readCookie } from './cookies.ts';

/** Where a request comes from: the address that the trusted proxies vouch for, and what the browser says of itself. */
export const fromOf = (event: RequestEvent): From => ({
  address: event.getClientAddress(),
  agent: (event.request.headers.get('user-agent') ?? '').slice(0, 300),
});

/** Somebody at a door, with the mark of a browser that was here before. */
export const visitorOf = (event: RequestEvent, realm: Realm): Visitor => ({ ...fromOf(event), browser: readCookie(event.cookies, 'browser', realm) });
