/** Who acts. Every deed gets one; policies read nothing else about the caller. */

export type Language = 'ja' | 'en';
export type Role = 'contact' | 'administrator';

/** A service that the provider sells, such as マネージドCSPM. Names are deployment data. */
export type Service = { id: string; nameJa: string; nameEn: string };

/**
 * A contract (お客様番号) that a user is linked to: the limit of what they see. `isOver`: it has ended, and its customer only reads.
 * `hasRequests`, `hasPoints`: what it includes today (D-18). `categories`: the kinds of inquiry that may be chosen (D-14).
 */
export type ContractLink = {
  id: string;
  number: string;
  holderName: string;
  service: Service;
  isOver: boolean;
  hasRequests: boolean;
  hasPoints: boolean;
  categories: readonly string[];
};

/** What an operator answers for: everybody answers customers; a service manager also keeps contracts, points and the catalogue. */
export type Duty = 'operator' | 'service_manager';

/** Where a request came from, for the history; absent where no request is answered. */
export type From = { address: string; agent: string };

type Reader = { id: string; displayName: string; language: Language; timeZone: string; from?: From };

/** A signed-in person of a customer company. */
export type UserActor = Reader & {
  kind: 'user';
  accountId: string;
  accountName: string;
  role: Role;
  contracts: readonly ContractLink[];
  sessionId: string;
  easierReading: boolean;
  pictureId: string | null;
};

/** A signed-in person of the provider's Security Advisory Center. */
export type OperatorActor = Reader & { kind: 'operator'; sessionId: string; duty: Duty };

/** The program itself, working for one account (a job) or for none (maintenance). */
export type SystemActor = { kind: 'system'; accountId: string | null };

/** A caller before sign-in. */
export type Nobody = { kind: 'nobody' };

export type Actor = UserActor | OperatorActor | SystemActor | Nobody;
export type SignedIn = UserActor | OperatorActor;
