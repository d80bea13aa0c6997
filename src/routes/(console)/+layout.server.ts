import type { LayoutServerLoad } from './$types';
import { operatorOf } from '../../edge/actors.ts';
import { brandIn } from '../../edge/brand.ts';

export const load: LayoutServerLoad = ({ locals }) => {
  const { id, displayName, language, timeZone } = operatorOf(locals);
  return { reader: { id, displayName, language, timeZone }, brand: brandIn(language), session: { endsAt: locals.sessionEndsAt?.toISOString() ?? null } };
};
