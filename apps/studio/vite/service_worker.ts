/** The part of the build that makes the service worker: it must know the names of all other files. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Name of the entry, and of the script that it becomes. */
export const serviceWorkerEntry = 'service-worker';

/** Tells the service worker the build's files. They are named after their content, except `public`'s. */
export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'studio-service-worker',
    apply: 'build',
    configResolved({ publicDir }) {
      folder = publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const script = bundle[`${serviceWorkerEntry}.js`];
        if (script?.type !== 'chunk' || script.imports.length > 0) {
          throw new Error(
            'The service worker must be one script: let it import nothing of the page.',
          );
        }
        const own = readdirSync(folder);
        const files = [...Object.keys(bundle).filter((file) => file !== script.fileName), ...own];
        files.sort();
        const hash = createHash('sha256').update(files.join('\n')).update(script.code);
        for (const file of own) hash.update(readFileSync(join(folder, file)));
        // The page's own text is not in its name.
        const page = bundle['index.html'];
        if (page?.type === 'asset') hash.update(page.source);
        const build = JSON.stringify({ name: hash.digest('hex').slice(0, 16), files });
        script.code = `const studioBuild = ${build};\n${script.code}`;
      },
    },
  };
}
