import { useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import { formatCount } from '../../parts/format.ts';
import { messageOf } from '../../parts/messageOf.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { useScheme } from '../../parts/useScheme.ts';
import { useCommands, type Command } from '../../shell/commands.ts';
import type { WorkspaceProps } from '../registry.ts';
import { Charts } from './Charts.tsx';
import { colorings, rampOf, readColoring, writeColoring, type Coloring } from './coloring.ts';
import { Figures } from './Figures.tsx';
import { fullest, grounds, readGround, writeGround, type Ground } from './ground.ts';
import { Inspector } from './Inspector.tsx';
import { NewWorld } from './NewWorld.tsx';
import type { Scheme } from './palette.ts';
import { Rules } from './Rules.tsx';
import { ScenarioEditor } from './ScenarioEditor.tsx';
import { readSettings, writeSettings } from './settings.ts';
import { useDomains, useFigures } from './useFigures.ts';
import { usePicked } from './usePicked.ts';
import { useScenarioEditor } from './useScenarioEditor.ts';
import { useWorld, type WorldSettings } from './useWorld.ts';
import { useWorldFile } from './useWorldFile.ts';
import { WorldView } from './WorldView.tsx';
import './World.css';

const speeds = [0.25, 0.5, 1, 2, 4] as const;
/** A living world that can be watched, asked and changed. */
export default function WorldWorkspace({ pool, active, view }: WorkspaceProps) {
  const [settings, setSettings] = useState(() => readSettings(view.params));
  const [draft, setDraft] = useState(settings);
  const world = useWorld(pool, settings);
  const sim = world.status === 'ready' ? world.sim : undefined;
  const [playing, setPlaying] = useState(true);
  const [speed, setSpeed] = useState<number>(1);
  const [coloring, setColoring] = useState(() => readColoring(view.params));
  const [ground, setGround] = useState(() => readGround(view.params));
  const [hash, setHash] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const draw = useRef<() => void>(() => undefined);

  const fail = (error: unknown) => {
    setProblem(messageOf(error));
  };

  useEffect(() => {
    setHash(undefined);
    setProblem(undefined);
  }, [sim]);

  const runs = playing && active && problem === undefined;
  const picked = usePicked(sim, runs, fail);
  const { opened, refusal, save, open, dismiss } = useWorldFile(sim, () => {
    picked.pick(undefined);
    setProblem(undefined);
    setHash(undefined);
    // There is a picture of it with its next tick.
    setPlaying(true);
  });
  const scenario = opened?.scenario ?? (world.status === 'ready' ? world.scenario : undefined);
  const figures = useFigures(sim, scenario);
  const domains = useDomains(sim, active, fail);
  const cellSize = sim?.state.cellSize ?? 0;
  const borders = useMemo(
    () =>
      coloring === 'domain' && domains.length > 1
        ? domains.map(({ rows: [begin] }) => begin * cellSize)
        : [],
    [coloring, domains, cellSize],
  );
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const scheme = useScheme();

  useEffect(() => {
    if (sim === undefined || !runs) return;
    setHash(undefined);
    sim.run({
      speed,
      onStep: () => {
        draw.current();
      },
      onError: fail,
    });
    return () => {
      sim.pause();
    };
  }, [sim, runs, speed]);

  const make = (wanted: WorldSettings) => {
    setDraft(wanted);
    setSettings(wanted);
    setPlaying(true);
    view.replace(writeSettings(view.params, wanted));
  };
  const editor = useScenarioEditor(pool, scenario, (own) => {
    make({ ...draft, own, entities: own.entities ?? draft.entities, seed: own.seed ?? draft.seed });
  });
  const take = (file: File) =>
    file.name.toLowerCase().endsWith('.json') ? editor.take(file) : open(file);
  const step = () => {
    setPlaying(false);
    sim?.step().then(() => {
      setHash(undefined);
      draw.current();
    }, fail);
  };
  const showHash = () => {
    setPlaying(false);
    sim?.hash().then(setHash, fail);
  };
  const toggle = () => {
    setPlaying(!playing);
  };

  const color = (wanted: Coloring) => {
    setColoring(wanted);
    view.replace(writeColoring(view.params, wanted));
  };
  const cover = (wanted: Ground) => {
    setGround(wanted);
    view.replace(writeGround(view.params, wanted));
  };
  const choose = () => picker.current?.click();
  const dragged = (event: DragEvent, here: boolean) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(here);
  };

  const section = 'World';
  const commands: readonly Command[] = [
    { id: 'world.play', title: playing ? 'Pause' : 'Go on', section, key: 'p', run: toggle },
    { id: 'world.step', title: 'One tick', section, key: '.', run: step },
    { id: 'world.hash', title: 'Show the hash', section, key: 'h', run: showHash },
    {
      id: 'world.again',
      title: 'Begin again',
      section,
      key: 'n',
      run: () => {
        make({ ...draft });
      },
    },
    { id: 'world.save', title: 'Save the world', section, key: 's', run: () => void save() },
    { id: 'world.open', title: 'Open a saved world or a scenario', section, key: 'o', run: choose },
    {
      id: 'world.color',
      title: 'Color by the next: tribe, energy, domain',
      section,
      key: 'c',
      run: () => {
        color(colorings[(colorings.indexOf(coloring) + 1) % colorings.length] ?? 'tribe');
      },
    },
    {
      id: 'world.ground',
      title: 'Ground by the next: food, density',
      section,
      key: 'g',
      run: () => {
        cover(grounds[(grounds.indexOf(ground) + 1) % grounds.length] ?? 'food');
      },
    },
  ];
  useCommands(active ? commands : []);

  const message = problem ?? (world.status === 'failed' ? world.message : undefined);

  return (
    <div className="world">
      <div
        className="world-stage"
        data-over={over}
        onDragEnter={(event) => {
          dragged(event, true);
        }}
        onDragOver={(event) => {
          dragged(event, true);
        }}
        onDragLeave={(event) => {
          dragged(event, false);
        }}
        onDrop={(event) => {
          dragged(event, false);
          const [file] = event.dataTransfer.files;
          if (file !== undefined) void take(file);
        }}
      >
        {sim !== undefined && (
          <WorldView
            sim={sim}
            active={active}
            coloring={coloring}
            ground={ground}
            borders={borders}
            perception={picked.perception}
            onReady={(next) => {
              draw.current = next;
            }}
            onChoose={(entity) => {
              picked.pick(entity);
              draw.current();
            }}
            onProblem={fail}
          />
        )}
        {sim !== undefined && (
          <div className="world-legend">
            {coloring === 'energy' && (
              <p className="world-ramp">
                hungry <i style={{ background: rampOf(scheme) }} /> full
              </p>
            )}
            {ground === 'density' && (
              <p className="world-ramp">
                empty <i style={{ background: groundRamp(scheme) }} /> crowded
              </p>
            )}
          </div>
        )}
        {world.status === 'starting' && (
          <p className="world-note" role="status">
            A world of {formatCount(settings.entities)} is being made.
          </p>
        )}
        {message !== undefined && (
          <div className="world-problem">
            <ProblemNote problem={{ title: 'The world stands still', remedy: message }}>
              <button
                type="button"
                className="button"
                onClick={() => {
                  make({ ...settings });
                }}
              >
                Begin again
              </button>
            </ProblemNote>
          </div>
        )}
        {message === undefined && refusal !== undefined && (
          <div className="world-problem">
            <ProblemNote problem={refusal}>
              <button type="button" className="button" onClick={dismiss}>
                Close
              </button>
            </ProblemNote>
          </div>
        )}
        <div className="world-bar">
          <button
            type="button"
            className="button primary"
            disabled={sim === undefined}
            onClick={toggle}
          >
            {playing ? 'Pause' : 'Go on'} <kbd aria-hidden="true">P</kbd>
          </button>
          <button type="button" className="button" disabled={sim === undefined} onClick={step}>
            One tick <kbd aria-hidden="true">.</kbd>
          </button>
          <label className="world-speed">
            <span>Speed</span>
            <select
              value={speed}
              onChange={(event) => {
                setSpeed(Number(event.target.value));
              }}
            >
              {speeds.map((value) => (
                <option key={value} value={value}>
                  {value} ×
                </option>
              ))}
            </select>
          </label>
          <label className="world-speed">
            <span>Color by</span>
            <select
              value={coloring}
              onChange={(event) => {
                const wanted = colorings.find((name) => name === event.target.value);
                if (wanted !== undefined) color(wanted);
              }}
            >
              {colorings.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label className="world-speed">
            <span>Ground</span>
            <select
              value={ground}
              onChange={(event) => {
                const wanted = grounds.find((name) => name === event.target.value);
                if (wanted !== undefined) cover(wanted);
              }}
            >
              {grounds.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            className="button"
            disabled={sim === undefined}
            onClick={() => void save()}
          >
            Save <kbd aria-hidden="true">S</kbd>
          </button>
          <label className="button">
            <input
              ref={picker}
              type="file"
              accept=".heddlesim,.json"
              className="visually-hidden"
              aria-label="Open a saved world or a scenario"
              disabled={sim === undefined}
              onChange={(event) => {
                const file = event.target.files?.[0];
                // The same file may be chosen again.
                event.target.value = '';
                if (file !== undefined) void take(file);
              }}
            />
            Open <kbd aria-hidden="true">O</kbd>
          </label>
          <button
            type="button"
            className="button quiet"
            disabled={sim === undefined}
            onClick={showHash}
          >
            Hash <kbd aria-hidden="true">H</kbd>
          </button>
          <output className="world-hash" aria-live="polite">
            {hash}
          </output>
        </div>
      </div>
      <div className="world-side">
        <header className="world-head">
          <h1>World</h1>
          <p>
            Entities that see, graze, hunt, mate and die: the same to the last bit on every machine.
          </p>
        </header>
        <NewWorld draft={draft} onDraft={setDraft} onMake={make} />
        {opened !== undefined && (
          <p className="world-hint">
            Goes on from <b>{opened.name}</b>.
          </p>
        )}
        <Figures figures={figures} domains={domains} coloring={coloring} />
        {scenario !== undefined && <Charts figures={figures} scenario={scenario} />}
        <Inspector entity={picked.entity} gone={picked.gone} />
        {sim !== undefined && scenario !== undefined && (
          <Rules
            sim={sim}
            scenario={scenario}
            key={`${figuresKey(settings)} ${opened?.name ?? ''}`}
            onProblem={fail}
          />
        )}
        <ScenarioEditor draft={editor} />
      </div>
    </div>
  );
}

function groundRamp(scheme: Scheme): string {
  const [red, green, blue] = fullest.density[scheme].map((part) => Math.round(255 * part));
  return `linear-gradient(90deg, transparent, rgb(${red} ${green} ${blue}))`;
}

function figuresKey({ scenario, own, entities, seed }: WorldSettings): string {
  return `${own === undefined ? scenario : JSON.stringify(own)} ${entities} ${seed}`;
}
