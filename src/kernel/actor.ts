/** Who acts. Every deed gets one; policies read nothing else about the caller. */

export type Language = 'ja' | 'en';
export type Role = 'contact' | 'administrator';

/** A service that the provider sells, such as マネージドCSPM. Names are deployment data. */
export type Service = { id: string; nameJa: string; nameEn: string };

/** A contract (お客様番号) that a user is linked to: the limit of what they see. */
export type ContractLink = { id: string; number: string; holderName: string; service: Service };

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
export type OperatorActor = Reader & { kind: 'operator'; sessionId: string };

/** The program itself, working for one account (a job) or for none (maintenance). */
export type SystemActor = { kind: 'system'; accountId: string | null };

/** A caller before sign-in. */
export type Nobody = { kind: 'nobody' };

export type Actor = UserActor | OperatorActor | SystemActor | Nobody;
export type SignedIn = UserActor | OperatorActor;
