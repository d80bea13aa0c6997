import type { LayoutServerLoad } from './$types';
import { userOf } from '../../edge/actors.ts';
import { brandIn } from '../../edge/brand.ts';

export const load: LayoutServerLoad = ({ locals }) => {
  const { id, displayName, language, timeZone, accountName, contracts, role, easierReading, pictureId } = userOf(locals);
  return {
    reader: {
      id,
      displayName,
      language,
      timeZone,
      accountName,
      role,
      easierReading,
      pictureId,
      contracts: contracts.map(({ number, holderName, service, isOver, hasRequests, hasPoints, categories }) => ({
        number,
        holderName,
        service,
        isOver,
        hasRequests,
        hasPoints,
        categories,
      })),
    },
    brand: brandIn(language),
    now: new Date().toISOString(),
    session: { endsAt: locals.sessionEndsAt?.toISOString() ?? null },
  };
};
