// polars: node table_polars.mjs LEFT RIGHT KEY
import pl from 'nodejs-polars';

const [left, right, key] = process.argv.slice(2);
const began = performance.now();
const [before, after] = [left, right].map((file) => pl.readCSV(file, { inferSchemaLength: 0 }));
const values = before.columns.filter((name) => name !== key);
const differs = (name) =>
  pl
    .col(name)
    .fillNull('')
    .neq(pl.col(`${name}_after`).fillNull(''));
const cells = before
  .join(after, { on: key, how: 'inner', suffix: '_after' })
  .select(...values.map((name) => differs(name).cast(pl.UInt32).alias(name)));
const changes = cells.select(
  values
    .map((name) => pl.col(name))
    .reduce((sum, column) => sum.add(column))
    .alias('changes'),
);
const counts = {
  added: after.join(before, { on: key, how: 'anti' }).height,
  removed: before.join(after, { on: key, how: 'anti' }).height,
  changed: changes.filter(pl.col('changes').gt(pl.lit(0))).height,
  changedCells: Number(changes.getColumn('changes').sum()),
};
console.log(JSON.stringify({ counts, seconds: (performance.now() - began) / 1000 }));
