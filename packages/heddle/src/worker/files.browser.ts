import type { HostFiles, OpenFile } from './files.js';

/** What every dedicated worker has, and windows have not. */
interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** The files of a worker in a browser. */
export const hostFiles: HostFiles = { openBlob };

function openBlob(blob: Blob): OpenFile {
  const Reader = (globalThis as unknown as { FileReaderSync: new () => BlobReader }).FileReaderSync;
  const reader = new Reader();
  return {
    size: blob.size,
    read(offset, into) {
      const piece = reader.readAsArrayBuffer(blob.slice(offset, offset + into.length));
      if (piece.byteLength !== into.length) throw new Error('it has become shorter');
      into.set(new Uint8Array(piece));
    },
    close: () => undefined,
  };
}
