/** What the shell and a workspace know of each other. */
import type { ComponentType } from 'react';
import type { PoolSettings } from './route.ts';
import type { PoolState } from './usePool.ts';
import type { View } from './useRoute.ts';

/** What every workspace is given. It stays in the page once it was opened, also while another is in view. */
export interface WorkspaceProps {
  readonly pool: PoolState;
  readonly settings: PoolSettings;
  readonly configure: (settings: PoolSettings) => void;
  /** Whether it is in view. Keys, drops and drawing are for the one in view only. */
  readonly active: boolean;
  readonly view: View;
}

/** One kind of work, with all of the page below the header to itself. */
export interface WorkspaceEntry {
  /** In the address, and the name of its folder. */
  readonly id: string;
  readonly title: string;
  /** Loaded when it is opened, with the engine's typed API and whatever else it needs. */
  readonly Workspace: ComponentType<WorkspaceProps>;
}
