/** Which of a build's files are kept, and under which rule; shared by the service worker and its test. */

/**
 * The engine build that a file belongs to, such as `table.threads` for `assets/table.threads-Bx1.wasm`;
 * undefined for files of the page itself.
 */
export function engineBuild(file: string): string | undefined {
  return /^(?:.*\/)?([a-z]+\.(?:threads|simd|script))-[^/]*$/.exec(file)?.[1];
}

/** The files to keep: all of the page, and of the engines only the builds that were loaded. */
export function filesToKeep(files: readonly string[], loaded: readonly string[]): string[] {
  const builds = new Set(loaded.map((url) => engineBuild(new URL(url).pathname)));
  return files.filter((file) => {
    const build = engineBuild(file);
    return build === undefined || builds.has(build);
  });
}
