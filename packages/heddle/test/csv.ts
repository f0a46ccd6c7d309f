/** A pair of CSV files in which every `step`th row differs, with all that a cell may contain. */
export function makePair(rows: number, step = 10): { left: string; right: string } {
  const left = ['id,name,text,dropped'];
  const right = ['id,text,name,"new, quoted"'];
  for (let row = 1; row <= rows; ++row) {
    const text = row % 7 === 0 ? `"a ""quoted"" text,\nof row ${row}"` : `täxt ${row} 日本`;
    const changed = row % step === 0 ? `changed ${row}` : `name ${row}`;
    if (row % (step * 3) !== 1) left.push(`${row},name ${row},${text},gone`);
    if (row % (step * 3) !== 2) right.push(`${row},${text},${changed},${row % 2}`);
  }
  return { left: `${left.join('\r\n')}\r\n`, right: `${right.join('\n')}\n` };
}
