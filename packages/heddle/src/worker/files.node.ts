import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

import type { HostFiles, OpenFile } from './files.js';

/** The files of a worker in Node, where a Blob can only be waited for. */
export const hostFiles: HostFiles = { openPath };

function openPath(path: string): OpenFile {
  const descriptor = openSync(path, 'r');
  const about = fstatSync(descriptor);
  if (!about.isFile()) {
    closeSync(descriptor);
    throw new Error(`${path} is no regular file, which alone can be read from any place`);
  }
  return {
    size: about.size,
    read(offset, into) {
      for (let done = 0; done < into.length;) {
        const got = readSync(descriptor, into, done, into.length - done, offset + done);
        if (got === 0) throw new Error('it has become shorter');
        done += got;
      }
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}
