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

/** Whether a lone CR stands outside quotes and no LF does. */
function endsLinesWithCarriageReturns(sample: string): boolean {
  const outside = sample
    .split('"')
    .filter((_, index) => index % 2 === 0)
    .join('"');
  return !outside.includes('\n') && outside.includes('\r');
}

/** Reads the header and all rows, or says where the first wrong row is wrong. */
export function readCsv(bytes: Uint8Array): Reading {
  // One character a byte, so that positions are byte offsets.
  const text = Buffer.from(bytes).toString('latin1');
  const begin = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  const carriageReturns = endsLinesWithCarriageReturns(text.slice(begin, begin + 65536));
  const lineOf = (offset: number) =>
    text.slice(0, offset).split(text.includes('\n') ? '\n' : '\r').length;
  /** How long the line end at an offset is; 0 when there is none. */
  const lineEnd = (offset: number) => {
    if (text[offset] === '\n') return 1;
    if (text[offset] !== '\r') return 0;
    return text[offset + 1] === '\n' ? 2 : carriageReturns ? 1 : 0;
  };
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
      while (at < text.length && text[at] !== ',' && lineEnd(at) === 0) {
        if (text[at] === '"') throw new Stop(at);
        ++at;
      }
      return text.slice(from, at);
    }
    let value = '';
    for (++at; ; ++at) {
      if (at >= text.length) throw new Stop(from);
      if (text[at] !== '"') value += text[at] ?? '';
      else if (text[at + 1] === '"') value += text[at++] ?? '';
      else break;
    }
    ++at;
    if (at < text.length && text[at] !== ',' && lineEnd(at) === 0) throw new Stop(at);
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
    at += at < text.length ? lineEnd(at) : 1;
    if (columns === undefined) {
      const header = fields.map(decode);
      if (new Set(header).size < header.length) return wrongAt(begin);
      columns = header;
    } else if (fields.length === columns.length) rows.push(fields.map(decode));
    else if (columns.length === 1 || (raw !== '' && raw !== '\r')) return wrongAt(from);
  }
  return { ok: true, columns: columns ?? [], rows };
}
