import { heddleBytes, heddleError } from '../../generated/common.js';
import { heddleTableCounts } from '../../generated/table.js';
import { parseSummary, type PostedProposal } from '../../table/summary.js';
import type { DiffCounts, DiffFactsReply } from '../../table/wire.js';
import type { Scratch } from '../memory.js';
import type { TableModule } from './table_module.js';

/** What there is to say of a diff beside the rows that differ. */
export function factsOf(
  table: TableModule,
  diff: number,
  proposal: PostedProposal | undefined,
  scratch: Scratch,
  seconds: number,
): DiffFactsReply {
  const { exports, scheduler } = table;
  const error = scratch.struct(heddleError);
  const out = scratch.struct(heddleBytes);
  table.check(exports._heddle_table_diff_write_header(diff, out, error), error, []);
  const header = table.take(out);
  table.check(exports._heddle_table_diff_write_summary(diff, out, error), error, []);
  const summary = parseSummary(table.takeJson(out));
  const lanes = exports._heddle_scheduler_lanes(scheduler) >>> 0;
  return { counts: countsOf(table, diff, scratch), summary, proposal, header, lanes, seconds };
}

function countsOf({ exports, memory }: TableModule, diff: number, scratch: Scratch): DiffCounts {
  const counts = scratch.struct(heddleTableCounts);
  exports._heddle_table_diff_counts(diff, counts);
  const { fields } = heddleTableCounts;
  const read = (name: keyof typeof fields): number => memory.read(counts, fields[name]);
  return {
    added: read('added'),
    removed: read('removed'),
    changed: read('changed'),
    unchanged: read('unchanged'),
    changedCells: read('changedCells'),
    leftRows: read('leftRows'),
    rightRows: read('rightRows'),
  };
}
