import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { findCommands, type Command } from './commands.ts';
import { Dialog } from './Dialog.tsx';

/** Everything that can be done now, found by typing. */
export function CommandPalette({
  commands,
  onClose,
}: {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = findCommands(commands, query);
  const at = Math.min(chosen, found.length - 1);
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at, query]);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(to, found.length - 1)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[at]);
    }
  };

  return (
    <Dialog label="Commands" className="palette" onClose={onClose}>
      <input
        className="palette-query"
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? optionId(at) : undefined}
        placeholder="What would you like to do?"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={query}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
      />
      <div
        ref={list}
        id={`${id}-list`}
        className="palette-list"
        role="listbox"
        aria-label="Commands"
      >
        {found.map((command, index) => (
          <div
            key={command.id}
            id={optionId(index)}
            className="palette-item"
            role="option"
            aria-selected={index === at}
            onPointerMove={() => {
              setChosen(index);
            }}
            onClick={() => {
              run(command);
            }}
          >
            <span className="palette-section">{command.section}</span>
            <span className="palette-title">{command.title}</span>
            {command.key !== undefined && <kbd>{command.key.toUpperCase()}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="palette-none" role="status">
          Nothing is called “{query}”.
        </p>
      )}
    </Dialog>
  );
}
