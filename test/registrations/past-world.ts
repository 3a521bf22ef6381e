import type { Access } from '../../src/access/access.ts';
import { insertRegistration, insertRow } from '../setup/rows.ts';

/** A registration of Globex for Platform by alpha, received on a day, as an import leaves it. */
export function insertPast(
  access: Access,
  columns: Readonly<Record<string, unknown>> & { registration_id: string },
): Promise<void> {
  return insertRegistration(access, {
    partner_id: 'alpha',
    account_name: 'Globex Corporation',
    account_id: 'globex',
    product: 'Platform',
    ...columns,
  });
}

/** A move that somebody made here, and not an import. */
export function insertMove(
  access: Access,
  move: { registration: string; from: string | null; to: string; at: string; partner?: string },
): Promise<void> {
  return insertRow(access, 'registration_moves', {
    registration_id: move.registration,
    partner_id: move.partner ?? 'alpha',
    from_status: move.from,
    to_status: move.to,
    moved_at: move.at,
    moved_by: 'manager@us.example',
    surface: 'terminal',
  });
}
