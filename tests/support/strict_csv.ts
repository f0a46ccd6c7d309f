/** RFC 4180 read one byte after the other, as strictly as the engine must; slow and independent of it. */

export interface Malformed {
  readonly line: number;
  readonly byteOffset: number;
}

export type Reading =
  | { readonly ok: true; readonly columns: readonly string[]; readonly rows: readonly string[][] }
  | {
      readonly ok: false;
      /** Empty when the header itself is wrong. */
      readonly columns: readonly string[];
      readonly error: Malformed;
    };

class Stop extends Error {
  readonly at: number;
  constructor(at: number) {
    super();
    this.at = at;
  }
}

/** Reads the header and all rows, or says where the first wrong row is wrong. */
export function readCsv(bytes: Uint8Array): Reading {
  // One character a byte, so that positions are byte offsets.
  const text = Buffer.from(bytes).toString('latin1');
  const begin = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const wrongAt = (offset: number): Reading => ({
    ok: false,
    columns: columns ?? [],
    error: { line: lineOf(offset), byteOffset: offset },
  });
  let columns: string[] | undefined;
  if (begin === text.length) return wrongAt(begin);

  let at = begin;
  const readField = (): string => {
    const from = at;
    if (text[at] !== '"') {
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') {
        if (text[at] === '"') throw new Stop(at);
        ++at;
      }
      const value = text.slice(from, at);
      return text[at] === '\n' && value.endsWith('\r') ? value.slice(0, -1) : value;
    }
    let value = '';
    for (++at; ; ++at) {
      if (at >= text.length) throw new Stop(from);
      if (text[at] !== '"') value += text[at] ?? '';
      else if (text[at + 1] === '"') value += text[at++] ?? '';
      else break;
    }
    ++at;
    if (text[at] === '\r' && text[at + 1] === '\n') ++at;
    if (at < text.length && text[at] !== ',' && text[at] !== '\n') throw new Stop(at);
    return value;
  };
  const decode = (value: string) => Buffer.from(value, 'latin1').toString('utf8');

  const rows: string[][] = [];
  while (at < text.length) {
    const from = at;
    const fields: string[] = [];
    try {
      fields.push(readField());
      while (text[at] === ',') {
        ++at;
        fields.push(readField());
      }
    } catch (stop) {
      if (stop instanceof Stop) return wrongAt(stop.at);
      throw stop;
    }
    const raw = text.slice(from, at);
    ++at;
    if (columns === undefined) {
      const header = fields.map(decode);
      if (new Set(header).size < header.length) return wrongAt(begin);
      columns = header;
    } else if (fields.length === columns.length) rows.push(fields.map(decode));
    else if (columns.length === 1 || (raw !== '' && raw !== '\r')) return wrongAt(from);
  }
  return { ok: true, columns: columns ?? [], rows };
}
