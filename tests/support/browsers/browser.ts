/** A browser in which a test opens pages, whatever drives it. */
import { existsSync } from 'node:fs';

/** A page that is open. */
export interface OpenPage {
  /**
   * The value of an expression in the page once it is neither undefined nor null; the page may load
   * itself again meanwhile. The value must be plain data.
   *
   * @throws after `timeout` ms.
   */
  value<Value>(expression: string, timeout?: number): Promise<Value>;
  close(): Promise<void>;
}

/** A browser that runs. */
export interface RunningBrowser {
  /** Name and version, as it says them itself. */
  readonly version: string;
  open(address: string): Promise<OpenPage>;
  close(): Promise<void>;
}

/** A browser that may be installed. */
export interface InstallableBrowser {
  readonly name: string;
  /** Files that must be there; empty names for what was not found at all. */
  readonly needs: readonly string[];
  launch(): Promise<RunningBrowser>;
}

/**
 * Whether the tests in a browser can run. Where it cannot be had, as on systems other than Debian, they are
 * skipped, and a line says so.
 *
 * @throws where `CI` is `true`: there they must run.
 */
export function isInstalled({ name, needs }: InstallableBrowser): boolean {
  const missing = needs.filter((file) => !existsSync(file));
  if (missing.length === 0) return true;
  const message = `${name} is not installed (${missing.join(', ')}): ./dev test installs it on Debian.`;
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`${message} Its tests are skipped.`);
  return false;
}

/** Looks again and again until there is a value. */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value | null | undefined>,
  timeout = 30_000,
): Promise<Value> {
  const until = performance.now() + timeout;
  let failure: unknown;
  do {
    try {
      const found = await look();
      if (found !== undefined && found !== null) return found;
    } catch (error) {
      failure = error; // A page that is being loaded cannot be asked.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (performance.now() < until);
  throw new Error(`There was no ${what} within ${timeout} ms.`, { cause: failure });
}
