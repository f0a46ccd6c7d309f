import type { RefObject } from 'react';
import { colorings, type Coloring } from './coloring.ts';
import { grounds, type Ground } from './ground.ts';

const speeds = [0.25, 0.5, 1, 2, 4] as const;

/** What is done with the world, and how it is shown. */
export function WorldBar({
  ready,
  playing,
  speed,
  coloring,
  ground,
  hash,
  picker,
  onPlay,
  onStep,
  onSpeed,
  onColor,
  onGround,
  onSave,
  onOpen,
  onHash,
}: {
  /** Whether there is a world. */
  readonly ready: boolean;
  readonly playing: boolean;
  readonly speed: number;
  readonly coloring: Coloring;
  readonly ground: Ground;
  readonly hash: string | undefined;
  /** The field that asks for a file. */
  readonly picker: RefObject<HTMLInputElement | null>;
  readonly onPlay: () => void;
  readonly onStep: () => void;
  readonly onSpeed: (speed: number) => void;
  readonly onColor: (coloring: Coloring) => void;
  readonly onGround: (ground: Ground) => void;
  readonly onSave: () => void;
  readonly onOpen: (file: File) => void;
  readonly onHash: () => void;
}) {
  return (
    <div className="world-bar">
      <button type="button" className="button primary" disabled={!ready} onClick={onPlay}>
        {playing ? 'Pause' : 'Go on'} <kbd aria-hidden="true">P</kbd>
      </button>
      <button type="button" className="button" disabled={!ready} onClick={onStep}>
        One tick <kbd aria-hidden="true">.</kbd>
      </button>
      <Choice
        label="Speed"
        value={speed}
        of={speeds}
        onChoose={onSpeed}
        title={(one) => `${one} ×`}
      />
      <Choice label="Color by" value={coloring} of={colorings} onChoose={onColor} />
      <Choice label="Ground" value={ground} of={grounds} onChoose={onGround} />
      <button type="button" className="button" disabled={!ready} onClick={onSave}>
        Save <kbd aria-hidden="true">S</kbd>
      </button>
      <label className="button">
        <input
          ref={picker}
          type="file"
          accept=".heddlesim,.json"
          className="visually-hidden"
          aria-label="Open a saved world or a scenario"
          disabled={!ready}
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again.
            event.target.value = '';
            if (file !== undefined) onOpen(file);
          }}
        />
        Open <kbd aria-hidden="true">O</kbd>
      </label>
      <button type="button" className="button quiet" disabled={!ready} onClick={onHash}>
        Hash <kbd aria-hidden="true">H</kbd>
      </button>
      <output className="world-hash" aria-live="polite">
        {hash}
      </output>
    </div>
  );
}

/** One of a few. */
function Choice<Value extends string | number>({
  label,
  value,
  of,
  title = String,
  onChoose,
}: {
  readonly label: string;
  readonly value: Value;
  readonly of: readonly Value[];
  readonly title?: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <label className="world-choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = of.find((one) => String(one) === event.target.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {of.map((one) => (
          <option key={one} value={one}>
            {title(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
