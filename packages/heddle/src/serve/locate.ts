import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * Finds the file or folder that a request's path names. Nothing outside of the folder is ever found:
 * not by `..`, however it is encoded, and not by a symbolic link. Neither are hidden files, whose names
 * begin with a dot, except below `.well-known` (RFC 8615).
 *
 * root  the folder that is served, as `realpath` gives it.
 * path  of the request's target, still percent-encoded, from the slash on.
 * Returns undefined when there is nothing.
 */
export async function locate(root: string, path: string): Promise<string | undefined> {
  const names: string[] = [];
  for (const encoded of path.split('/')) {
    const name = decode(encoded);
    if (name === undefined || /[/\\\0]/.test(name)) return undefined;
    if (name.startsWith('.') && name !== '.well-known') return undefined;
    names.push(name);
  }
  try {
    const found = await realpath(join(root, ...names));
    const below = root.endsWith(sep) ? root : root + sep;
    return found === root || found.startsWith(below) ? found : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
