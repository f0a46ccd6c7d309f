import { Dialog } from './Dialog.tsx';
import type { Command } from './commands.ts';
import { setOn, usePreference } from './preferences.ts';

const always = [
  { title: 'Find a command', key: 'Ctrl K or ⌘ K' },
  { title: 'Cancel what runs, close what is open', key: 'Esc' },
];

/** The keys of what is in view. */
export function KeyHelp({
  commands,
  onClose,
}: {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}) {
  const on = usePreference('singleKeys');
  const keyed = commands.filter(({ key }) => key !== undefined);
  const sections = [...new Set(keyed.map(({ section }) => section))];
  return (
    <Dialog label="Keys" className="key-help" onClose={onClose}>
      <div className="keys" tabIndex={0}>
        <h2>Keys</h2>
        <dl>
          {always.map(({ title, key }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <kbd>{key}</kbd>
              </dd>
            </div>
          ))}
        </dl>
        {sections.map((section) => (
          <div key={section}>
            <h3>{section}</h3>
            <dl>
              {keyed
                .filter((command) => command.section === section)
                .map(({ id, title, key }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      <kbd>{key?.toUpperCase()}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </div>
        ))}
        <label className="keys-switch">
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => {
              setOn('singleKeys', event.target.checked);
            }}
          />
          Single keys are shortcuts. Switch this off where speech is typed for you.
        </label>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
