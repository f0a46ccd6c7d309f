import type { ComponentType } from 'react';
import type { PoolState } from '../shell/usePool.ts';
import { TableWorkspace } from './table/TableWorkspace.tsx';

/** One kind of work, with all of the page below the header to itself. */
export interface WorkspaceEntry {
  readonly id: string;
  readonly title: string;
  readonly Workspace: ComponentType<{ readonly pool: PoolState }>;
}

/** Every workspace, in the order shown; the first one opens. A folder here, a line there. */
export const workspaces: readonly [WorkspaceEntry, ...WorkspaceEntry[]] = [
  { id: 'table', title: 'Table', Workspace: TableWorkspace },
];
