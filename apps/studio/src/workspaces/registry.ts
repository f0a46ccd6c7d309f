import { lazy } from 'react';
import type { WorkspaceEntry } from '../shell/workspace.ts';

/** Every workspace, in the order shown; the first one opens. A folder here, a line there. */
export const workspaces: readonly [WorkspaceEntry, ...WorkspaceEntry[]] = [
  { id: 'table', title: 'Table', Workspace: lazy(() => import('./table/TableWorkspace.tsx')) },
  { id: 'world', title: 'World', Workspace: lazy(() => import('./world/WorldWorkspace.tsx')) },
  {
    id: 'engine-room',
    title: 'Engine room',
    Workspace: lazy(() => import('./engine-room/EngineRoom.tsx')),
  },
];
