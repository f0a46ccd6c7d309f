import { Card } from '../../parts/Card.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { saveFile } from '../../parts/saveFile.ts';
import type { ScenarioDraft } from './useScenarioEditor.ts';

/** The scenario of the world as text: to read, to change, to begin anew with. */
export function ScenarioEditor({ draft }: { readonly draft: ScenarioDraft }) {
  const { text, edited, shown, problem, show, edit, begin } = draft;
  return (
    <Card
      id="world-scenario"
      title="Scenario"
      aside={
        <button
          type="button"
          className="button quiet"
          aria-expanded={shown}
          onClick={() => {
            show(!shown);
          }}
        >
          {shown ? 'Close' : 'Edit'}
        </button>
      }
    >
      {shown ? (
        <form
          className="world-editor"
          onSubmit={(event) => {
            event.preventDefault();
            void begin();
          }}
        >
          <textarea
            aria-label="The scenario as JSON"
            rows={16}
            spellCheck={false}
            autoCapitalize="off"
            value={text}
            onChange={(event) => {
              edit(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                void begin();
              }
            }}
          />
          {problem !== undefined && <ProblemNote problem={problem} />}
          <div className="world-editor-actions">
            <button type="submit" className="button">
              Begin with it <kbd aria-hidden="true">Ctrl ⏎</kbd>
            </button>
            <button
              type="button"
              className="button quiet"
              disabled={!edited}
              onClick={() => {
                edit(undefined);
              }}
            >
              As it was
            </button>
            <button
              type="button"
              className="button quiet"
              onClick={() => {
                saveFile(new Blob([text], { type: 'application/json' }), 'scenario.json');
              }}
            >
              Download
            </button>
          </div>
          <p className="world-hint">
            What is left out is as usual. It is not in the address: send the file to share it.
          </p>
        </form>
      ) : (
        <p className="world-hint">
          Tribes, genes, food and rules as JSON, to change or to begin with your own.
        </p>
      )}
    </Card>
  );
}
