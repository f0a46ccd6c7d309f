/** A step back, and forward again; the keys are useUndoKeys's. */
export function UndoButtons({
  canUndo,
  canRedo,
  onUndo,
  onRedo,
  quiet = false,
}: {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly quiet?: boolean;
}) {
  const className = quiet ? 'button quiet' : 'button';
  return (
    <div className="undo">
      <button
        type="button"
        className={className}
        title="Ctrl Z"
        disabled={!canUndo}
        onClick={onUndo}
      >
        Undo
      </button>
      <button
        type="button"
        className={className}
        title="Ctrl Shift Z"
        disabled={!canRedo}
        onClick={onRedo}
      >
        Redo
      </button>
    </div>
  );
}
