import { Shell } from './shell/Shell.tsx';
import { usePool } from './shell/usePool.ts';
import { workspaces } from './workspaces/registry.ts';

export function App() {
  const pool = usePool();
  const { Workspace } = workspaces[0];
  return (
    <Shell pool={pool}>
      <Workspace pool={pool} />
    </Shell>
  );
}
