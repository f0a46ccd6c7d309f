import { Component, Suspense, useEffect, type ReactNode } from 'react';
import { messageOf } from '../parts/messageOf.ts';
import { useDelayed } from '../parts/useDelayed.ts';

/** The place of one workspace: while it loads, while another one is in view, and when it fails. */
export function WorkspaceFrame({
  title,
  active,
  children,
}: {
  readonly title: string;
  readonly active: boolean;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    if (active) document.title = `${title} · Heddle Studio`;
  }, [active, title]);
  return (
    <div className="workspace" hidden={!active}>
      <Boundary title={title}>
        <Suspense fallback={<Opening title={title} />}>{children}</Suspense>
      </Boundary>
    </div>
  );
}

function Opening({ title }: { readonly title: string }) {
  const late = useDelayed(true, 200);
  return (
    <p className="workspace-note" role="status">
      {late && `${title} is being loaded.`}
    </p>
  );
}

/** Keeps a failure to its workspace. */
class Boundary extends Component<
  { readonly title: string; readonly children: ReactNode },
  { readonly error?: unknown }
> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="workspace-note" role="alert">
        <h1>{this.props.title} has stopped</h1>
        <p>{messageOf(error)}</p>
        <p>
          Load the page again. If it was open while a newer Studio was put in its place, that is all
          it needs.
        </p>
        <button
          type="button"
          className="button"
          onClick={() => {
            location.reload();
          }}
        >
          Load again
        </button>
      </div>
    );
  }
}
