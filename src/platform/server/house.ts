import type { Disk } from 'flydrive';
import type pg from 'pg';
import type { Config } from './config.ts';
import type { Events } from './events.ts';
import type { Post } from './mail.ts';
import type { Vault } from './vault.ts';

/**
 * The running parts of this process. A process in mode `portal` holds no pool of the console's role; one in mode `worker` also holds the
 * portal's, because a job reads for a customer as that customer.
 */
export type House = {
  config: Config;
  pools: { portal?: pg.Pool; door?: pg.Pool; console?: pg.Pool; worker?: pg.Pool };
  events: Events;
  files: Disk;
  post: Post;
  vault: Vault;
  clock(): Date;
};

let current: House | undefined;

/** Called once at the start, and by tests. */
export function openHouse(house: House): void {
  current = house;
}

/** The parts of this process. */
export function house(): House {
  if (!current) throw new Error('The house is not open yet.');
  return current;
}
