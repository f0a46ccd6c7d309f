/** A file whose bytes come without waiting, from any place and as often as is needed. */
export interface OpenFile {
  /** In bytes, as it was opened. */
  readonly size: number;
  /**
   * Fills `into` with the bytes from `offset` on.
   *
   * @throws when they do not come: the file has become shorter, was changed, or is gone.
   */
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

/** The files that a host reads without waiting. */
export interface HostFiles {
  /** Absent where a Blob can only be waited for. */
  readonly openBlob?: ((blob: Blob) => OpenFile) | undefined;
  /**
   * Absent where files have no paths.
   *
   * @throws when there is no such file.
   */
  readonly openPath?: ((path: string) => OpenFile) | undefined;
}

/** Bytes that are in JavaScript's memory, as a file. */
export function bytesAsFile(bytes: Uint8Array): OpenFile {
  return {
    size: bytes.length,
    read: (offset, into) => {
      into.set(bytes.subarray(offset, offset + into.length));
    },
    close: () => undefined,
  };
}
