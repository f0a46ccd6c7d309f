import { bundledScenarios } from 'heddle/sim';
import type { WorldSettings } from './useWorld.ts';

/** Stands for a scenario that is not bundled. */
const own = 'own';

/** Which world to make next. */
export function NewWorld({
  draft,
  onDraft,
  onMake,
}: {
  readonly draft: WorldSettings;
  readonly onDraft: (draft: WorldSettings) => void;
  readonly onMake: (wanted: WorldSettings) => void;
}) {
  return (
    <form
      className="world-form"
      onSubmit={(event) => {
        event.preventDefault();
        onMake({ ...draft });
      }}
    >
      <label>
        <span>Scenario</span>
        <select
          value={draft.own === undefined ? draft.scenario : own}
          onChange={(event) => {
            const scenario = bundledScenarios.find((name) => name === event.target.value);
            if (scenario !== undefined) onMake({ ...draft, scenario, own: undefined });
          }}
        >
          {draft.own !== undefined && <option value={own}>{draft.own.name}</option>}
          {bundledScenarios.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <span>Entities</span>
        <input
          type="number"
          min={1}
          max={1_000_000}
          step={1}
          required
          value={draft.entities}
          onChange={(event) => {
            onDraft({ ...draft, entities: event.target.valueAsNumber });
          }}
        />
      </label>
      <label>
        <span>Seed</span>
        <input
          type="number"
          min={0}
          step={1}
          required
          value={draft.seed}
          onChange={(event) => {
            onDraft({ ...draft, seed: event.target.valueAsNumber });
          }}
        />
      </label>
      <button type="submit" className="button">
        Begin
      </button>
    </form>
  );
}
