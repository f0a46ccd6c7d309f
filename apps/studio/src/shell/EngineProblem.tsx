import { ProblemNote } from '../parts/ProblemNote.tsx';
import { defaultSettings, isDefault } from './route.ts';
import type { Router } from './useRoute.ts';

/** Above every workspace while there is no engine: why, and the way back. */
export function EngineProblem({
  message,
  router,
}: {
  readonly message: string;
  readonly router: Router;
}) {
  return (
    <div className="shell-problem">
      <ProblemNote problem={{ title: 'The engine does not run.', remedy: message }}>
        {isDefault(router.settings) ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              location.reload();
            }}
          >
            Load the page again
          </button>
        ) : (
          <button
            type="button"
            className="button"
            onClick={() => {
              router.configure(defaultSettings);
            }}
          >
            Let the page choose tier, kernels and lanes
          </button>
        )}
      </ProblemNote>
    </div>
  );
}
