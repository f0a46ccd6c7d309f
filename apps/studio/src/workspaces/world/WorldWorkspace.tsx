import { useEffect, useMemo, useRef, useState, type DragEvent } from 'react';
import { formatCount } from '../../parts/format.ts';
import { messageOf } from '../../parts/messageOf.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { useCommands, type Command } from '../../shell/commands.ts';
import type { WorkspaceProps } from '../../shell/workspace.ts';
import { Charts } from './Charts.tsx';
import { readCamera, writeCamera } from './camera.ts';
import { colorings, readColoring, writeColoring, type Coloring } from './coloring.ts';
import { readDrawer } from './drawing.ts';
import { Figures } from './Figures.tsx';
import { grounds, readGround, writeGround, type Ground } from './ground.ts';
import { Inspector } from './Inspector.tsx';
import { Legend } from './Legend.tsx';
import { NewWorld } from './NewWorld.tsx';
import { Rules } from './Rules.tsx';
import { readTuned, withRules, writeTuned, type Tuned } from './rules.ts';
import { ScenarioEditor } from './ScenarioEditor.tsx';
import { readSettings, writeSettings } from './settings.ts';
import { useDomains, useFigures } from './useFigures.ts';
import { usePicked } from './usePicked.ts';
import { useScenarioEditor } from './useScenarioEditor.ts';
import { useWorld, type WorldSettings } from './useWorld.ts';
import { useWorldFile } from './useWorldFile.ts';
import { WorldBar } from './WorldBar.tsx';
import { WorldNote } from './WorldNote.tsx';
import { WorldView } from './WorldView.tsx';
import './World.css';

const untuned: Tuned = new Map();

/** A living world that can be watched, asked and changed. */
export default function WorldWorkspace({ pool, active, view }: WorkspaceProps) {
  const [settings, setSettings] = useState(() => readSettings(view.params));
  const [draft, setDraft] = useState(settings);
  const [tuned, setTuned] = useState(() => readTuned(view.params));
  const latestTuned = useRef(tuned);
  useEffect(() => {
    latestTuned.current = tuned;
  });
  const { world, cancel } = useWorld(pool, settings, latestTuned);
  const sim = world.status === 'ready' ? world.sim : undefined;
  const [playing, setPlaying] = useState(true);
  const [speed, setSpeed] = useState<number>(1);
  const [coloring, setColoring] = useState(() => readColoring(view.params));
  const [ground, setGround] = useState(() => readGround(view.params));
  const [drawer] = useState(() => readDrawer(view.params));
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
  const file = useWorldFile(sim, () => {
    picked.pick(undefined);
    setProblem(undefined);
    setHash(undefined);
    setTuned(untuned);
    view.replace(writeTuned(view.params, untuned));
    // There is a picture of it with its next tick.
    setPlaying(true);
  });
  const { opened, refusal } = file;
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
    // Other rules stay as long as the scenario does, whose they are.
    const same = wanted.scenario === settings.scenario && wanted.own === settings.own;
    const rules = same && opened === undefined ? tuned : untuned;
    setDraft(wanted);
    setSettings(wanted);
    setTuned(rules);
    setPlaying(true);
    const params = writeSettings(view.params, wanted, rules);
    // Another world is seen as a whole first.
    if (!same || wanted.entities !== settings.entities) params.delete('at');
    view.replace(params);
  };
  const tune = (next: Tuned) => {
    setTuned(next);
    if (opened === undefined) view.replace(writeSettings(view.params, settings, next));
  };
  const shown = useMemo(
    () => (scenario === undefined ? undefined : withRules(scenario, tuned)),
    [scenario, tuned],
  );
  const editor = useScenarioEditor(pool, shown, (own) => {
    make({ ...draft, own, entities: own.entities ?? draft.entities, seed: own.seed ?? draft.seed });
  });
  const take = (dropped: File) =>
    dropped.name.toLowerCase().endsWith('.json') ? editor.take(dropped) : file.open(dropped);
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
    { id: 'world.save', title: 'Save the world', section, key: 's', run: () => void file.save() },
    { id: 'world.open', title: 'Open a saved world or a scenario', section, key: 'o', run: choose },
    {
      id: 'world.color',
      title: 'Color by the next: tribe, energy, diet, domain',
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
          const [dropped] = event.dataTransfer.files;
          if (dropped !== undefined) void take(dropped);
        }}
      >
        {sim !== undefined && (
          <WorldView
            sim={sim}
            active={active}
            drawer={drawer}
            coloring={coloring}
            ground={ground}
            borders={borders}
            perception={picked.perception}
            begin={(extent) => readCamera(view.params, extent)}
            onLook={(camera, extent) => {
              view.replace(writeCamera(view.params, camera, extent));
            }}
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
        {sim !== undefined && <Legend coloring={coloring} ground={ground} />}
        {world.status === 'starting' && pool.status === 'ready' && (
          <WorldNote
            words={`A world of ${formatCount(settings.entities)} is being made.`}
            progress={world.progress}
            active={active}
            onCancel={cancel}
          />
        )}
        {file.work !== undefined && (
          <WorldNote
            words={file.work.words}
            progress={file.work.progress}
            active={active}
            onCancel={file.cancel}
          />
        )}
        {world.status === 'cancelled' && (
          <div className="world-note">
            <p role="status">No world was made. Begin with fewer entities, or try again.</p>
            <button
              type="button"
              className="button"
              onClick={() => {
                make({ ...draft });
              }}
            >
              Begin again
            </button>
          </div>
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
              <button type="button" className="button" onClick={file.dismiss}>
                Close
              </button>
            </ProblemNote>
          </div>
        )}
        <WorldBar
          ready={sim !== undefined}
          playing={playing}
          speed={speed}
          coloring={coloring}
          ground={ground}
          hash={hash}
          picker={picker}
          onPlay={toggle}
          onStep={step}
          onSpeed={setSpeed}
          onColor={color}
          onGround={cover}
          onSave={() => void file.save()}
          onOpen={(chosen) => void take(chosen)}
          onHash={showHash}
        />
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
            begun={tuned}
            active={active}
            onTuned={tune}
            key={`${figuresKey(settings)} ${opened?.number ?? 0}`}
            onProblem={fail}
          />
        )}
        <ScenarioEditor draft={editor} />
      </div>
    </div>
  );
}

function figuresKey({ scenario, own, entities, seed }: WorldSettings): string {
  return `${own === undefined ? scenario : JSON.stringify(own)} ${entities} ${seed}`;
}
