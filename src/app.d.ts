import type { Language, SignedIn } from '#kernel/actor.ts';

declare global {
  namespace App {
    interface Locals {
      requestId: string;
      edge: 'portal' | 'console';
      language: Language;
      actor?: SignedIn;
      sessionEndsAt?: Date;
    }
    interface Error {
      message: string;
      requestId?: string;
    }
  }
}

export {};
