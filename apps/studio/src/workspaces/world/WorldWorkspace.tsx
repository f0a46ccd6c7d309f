import { useEffect, useMemo, useRef, useState } from 'react';
import { bundledScenarios, type Entity } from 'heddle/sim';
import { Card } from '../../parts/Card.tsx';
import { formatBytes, formatCount } from '../../parts/format.ts';
import { messageOf } from '../../parts/messageOf.ts';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { useCommands, type Command } from '../../shell/commands.ts';
import type { WorkspaceProps } from '../registry.ts';
import { Inspector } from './Inspector.tsx';
import { colorOf } from './palette.ts';
import { Rules } from './Rules.tsx';
import { readSettings, writeSettings } from './settings.ts';
import { useWorld, type WorldSettings } from './useWorld.ts';
import { WorldView } from './WorldView.tsx';
import './World.css';

const speeds = [0.25, 0.5, 1, 2, 4] as const;
/** Figures are read calmer than frames. */
const figuresEvery = 250;

interface Figures {
  readonly tick: number;
  readonly size: number;
  readonly bytes: number;
  readonly census: readonly number[];
  readonly tickTime: number;
}

/** A living world that can be watched, asked and changed. */
export default function WorldWorkspace({ pool, active, view }: WorkspaceProps) {
  const [settings, setSettings] = useState(() => readSettings(view.params));
  const [draft, setDraft] = useState(settings);
  const world = useWorld(pool, settings);
  const sim = world.status === 'ready' ? world.sim : undefined;
  const [playing, setPlaying] = useState(true);
  const [speed, setSpeed] = useState<number>(1);
  const [figures, setFigures] = useState<Figures>();
  const [entity, setEntity] = useState<Entity>();
  const [hash, setHash] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const draw = useRef<() => void>(() => undefined);

  const fail = (error: unknown) => {
    setProblem(messageOf(error));
  };

  useEffect(() => {
    setFigures(undefined);
    setEntity(undefined);
    setHash(undefined);
    setProblem(undefined);
  }, [sim]);

  useEffect(() => {
    if (sim === undefined) return;
    const read = () => {
      const { tick, size, bytes, census } = sim.state;
      setFigures({ tick, size, bytes, census, tickTime: sim.stats().tick.p50 });
    };
    read();
    const timer = setInterval(read, figuresEvery);
    return () => {
      clearInterval(timer);
    };
  }, [sim]);

  const runs = playing && active && problem === undefined;
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
  ];
  useCommands(active ? commands : []);

  const tribes = useMemo(
    () => (world.status === 'ready' ? world.scenario.tribes.map(({ name }) => name) : []),
    [world],
  );
  const message = problem ?? (world.status === 'failed' ? world.message : undefined);

  return (
    <div className="world">
      <div className="world-stage">
        {sim !== undefined && (
          <WorldView
            sim={sim}
            active={active}
            onReady={(next) => {
              draw.current = next;
            }}
            onChoose={setEntity}
            onProblem={fail}
          />
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
        <form
          className="world-form"
          onSubmit={(event) => {
            event.preventDefault();
            make({ ...draft });
          }}
        >
          <label>
            <span>Scenario</span>
            <select
              value={draft.scenario}
              onChange={(event) => {
                const scenario = bundledScenarios.find((name) => name === event.target.value);
                if (scenario !== undefined) make({ ...draft, scenario });
              }}
            >
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
                setDraft({ ...draft, entities: event.target.valueAsNumber });
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
                setDraft({ ...draft, seed: event.target.valueAsNumber });
              }}
            />
          </label>
          <button type="submit" className="button">
            Begin
          </button>
        </form>
        <Card id="world-figures" title="Figures">
          <dl className="world-facts">
            <div>
              <dt>Tick</dt>
              <dd>{formatCount(figures?.tick ?? 0)}</dd>
            </div>
            <div>
              <dt>Alive</dt>
              <dd>{formatCount(figures?.size ?? 0)}</dd>
            </div>
            <div>
              <dt>A tick takes</dt>
              <dd>{(figures?.tickTime ?? 0).toFixed(1)} ms</dd>
            </div>
            <div>
              <dt>Memory</dt>
              <dd>{formatBytes(figures?.bytes ?? 0)}</dd>
            </div>
          </dl>
          <ul className="world-tribes">
            {tribes.map((name, tribe) => (
              <li key={name}>
                <i style={{ background: colorOf(tribe) }} />
                <span>{name}</span>
                <b>{formatCount(figures?.census[tribe] ?? 0)}</b>
              </li>
            ))}
          </ul>
        </Card>
        <Inspector entity={entity} />
        {world.status === 'ready' && (
          <Rules
            sim={world.sim}
            scenario={world.scenario}
            key={figuresKey(settings)}
            onProblem={fail}
          />
        )}
      </div>
    </div>
  );
}

function figuresKey({ scenario, entities, seed }: WorldSettings): string {
  return `${scenario} ${entities} ${seed}`;
}
