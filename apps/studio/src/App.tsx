import { useState } from 'react';
import { Shell } from './shell/Shell.tsx';
import { usePool } from './shell/usePool.ts';
import { useRouter } from './shell/useRoute.ts';
import { WorkspaceFrame } from './shell/WorkspaceFrame.tsx';
import { workspaces } from './workspaces/registry.ts';

const [firstWorkspace, ...otherWorkspaces] = workspaces;
const ids: readonly [string, ...string[]] = [
  firstWorkspace.id,
  ...otherWorkspaces.map(({ id }) => id),
];

export function App() {
  const router = useRouter(ids);
  const { workspace: current, settings, configure } = router;
  const pool = usePool(settings);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([current]));
  if (!opened.has(current)) setOpened(new Set([...opened, current]));
  return (
    <Shell workspaces={workspaces} pool={pool} router={router}>
      {workspaces
        .filter(({ id }) => opened.has(id))
        .map(({ id, title, Workspace }) => (
          <WorkspaceFrame key={id} title={title} active={id === current}>
            <Workspace
              pool={pool}
              settings={settings}
              configure={configure}
              active={id === current}
              view={router.viewFor(id)}
            />
          </WorkspaceFrame>
        ))}
    </Shell>
  );
}
