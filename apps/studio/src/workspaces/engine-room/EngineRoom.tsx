import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Pool } from 'heddle';
import { formatCount } from '../../parts/format.ts';
import { messageOf } from '../../parts/messageOf.ts';
import { saveFile } from '../../parts/saveFile.ts';
import { useCommands, type Command } from '../../shell/commands.ts';
import { poolLog } from '../../shell/usePool.ts';
import type { WorkspaceProps } from '../../shell/workspace.ts';
import { Charts } from './Charts.tsx';
import { describeAll } from './diagnostics.ts';
import { EventList } from './EventList.tsx';
import { KernelTable } from './KernelTable.tsx';
import { useLongTasks } from './longTasks.ts';
import { LongTasks } from './LongTasks.tsx';
import { PoolForm } from './PoolForm.tsx';
import { BitsBadge, SameBits } from './SameBits.tsx';
import { Timeline } from './Timeline.tsx';
import { freezeAndTell, killKernel } from './trouble.ts';
import { useCheck } from './useCheck.ts';
import { useLoad } from './useLoad.ts';
import { useSampler } from './useSampler.ts';
import './EngineRoom.css';

const freezeTime = 100;
const invitation =
  'Start the load, then kill a kernel or freeze the page: here and below you see how it goes on.';

/** What the pool does, as it does it; and ways to give it trouble. */
export default function EngineRoom({ pool, settings, configure, active }: WorkspaceProps) {
  const ready = pool.status === 'ready' ? pool : undefined;
  const sampler = useSampler(pool, active);
  const check = useCheck(pool);
  const load = useLoad(pool);
  const tasks = useLongTasks();
  const log = useSyncExternalStore(poolLog.subscribe, poolLog.records);
  const [said, setSaid] = useState('');
  const [recording, setRecording] = useState<Pool>();
  const isRecording = recording !== undefined && recording === ready?.pool;

  useEffect(() => {
    setSaid('');
  }, [pool]);

  const tell = (words: Promise<string>) => {
    words.then(setSaid, (error: unknown) => {
      setSaid(messageOf(error));
    });
  };
  const kill = (kernel: number) => {
    if (ready === undefined) return;
    setSaid(`Kernel ${kernel} is killed.`);
    tell(killKernel(ready.pool, kernel));
  };
  const freeze = () => {
    if (ready === undefined) return;
    const { words, span } = freezeAndTell(ready.pool, freezeTime);
    sampler.freezes.push([...span]);
    setSaid(words);
  };
  const record = async (on: Pool): Promise<string> => {
    if (!isRecording) {
      await on.warm();
      await on.trace.start();
      setRecording(on);
      return 'Recording what kernels and lanes do.';
    }
    const trace = await on.trace.stop();
    setRecording(undefined);
    const spans = trace.traceEvents.filter(({ ph }) => ph === 'X').length;
    saveFile(new Blob([JSON.stringify(trace)], { type: 'application/json' }), 'heddle-trace.json');
    return `${formatCount(spans)} spans are saved as heddle-trace.json: open ui.perfetto.dev and drop the file there.`;
  };
  const toggleTrace = () => {
    if (ready !== undefined) tell(record(ready.pool));
  };
  const copy = async (): Promise<string> => {
    if (ready === undefined) return 'There is no engine to tell of.';
    const text = describeAll({
      userAgent: navigator.userAgent,
      address: location.href,
      isolated: crossOriginIsolated,
      info: ready.pool.info(),
      stats: ready.pool.stats(),
      frames: sampler.frames,
      tasks,
      runs: check.runs,
      log,
    });
    try {
      await navigator.clipboard.writeText(text);
      return 'The diagnostics are copied.';
    } catch {
      saveFile(new Blob([text], { type: 'text/plain' }), 'heddle-diagnostics.txt');
      return 'The clipboard is closed to this page, so the diagnostics are saved as heddle-diagnostics.txt.';
    }
  };
  const copyAll = () => {
    tell(copy());
  };

  const section = 'Engine room';
  const commands: readonly Command[] = [
    {
      id: 'room.load',
      title: load.on ? 'Stop the load' : 'Start the load',
      section,
      key: 'l',
      run: load.toggle,
    },
    {
      id: 'room.check',
      title: 'Compare the bits again',
      section,
      key: 'b',
      run: check.start,
    },
    ...(ready?.pool.stats().kernels ?? []).map(({ kernel }) => ({
      id: `room.kill.${kernel}`,
      title: `Kill kernel ${kernel}`,
      section,
      ...(kernel === 1 ? { key: 'k' } : {}),
      run: () => {
        kill(kernel);
      },
    })),
    {
      id: 'room.freeze',
      title: `Freeze the page for ${freezeTime} ms`,
      section,
      key: 'z',
      run: freeze,
    },
    {
      id: 'room.trace',
      title: isRecording ? 'Stop the trace and save it' : 'Record a trace',
      section,
      key: 't',
      run: toggleTrace,
    },
    { id: 'room.copy', title: 'Copy diagnostics', section, key: 'c', run: copyAll },
  ];
  useCommands(active ? commands : []);

  return (
    <div className="engine-room">
      <header className="room-head">
        <div className="room-words">
          <h1>Engine room</h1>
          <p>What the kernels and their lanes do, as they do it.</p>
        </div>
        <PoolForm settings={settings} info={ready?.info} onChange={configure} />
      </header>
      {pool.status !== 'failed' && (
        <>
          <div className="room-control">
            <div className="room-actions">
              <button
                type="button"
                className="button primary"
                disabled={ready === undefined}
                onClick={load.toggle}
              >
                {load.on ? 'Stop the load' : 'Start the load'} <kbd aria-hidden="true">L</kbd>
              </button>
              <button
                type="button"
                className="button"
                disabled={ready === undefined}
                onClick={() => {
                  kill(1);
                }}
              >
                Kill kernel 1 <kbd aria-hidden="true">K</kbd>
              </button>
              <button
                type="button"
                className="button"
                disabled={ready === undefined}
                onClick={freeze}
              >
                Freeze the page for {freezeTime} ms <kbd aria-hidden="true">Z</kbd>
              </button>
              <button
                type="button"
                className="button"
                data-recording={isRecording}
                disabled={ready === undefined}
                onClick={toggleTrace}
              >
                {isRecording ? 'Stop and save the trace' : 'Record a trace'}{' '}
                <kbd aria-hidden="true">T</kbd>
              </button>
              <button
                type="button"
                className="button"
                onClick={copyAll}
                disabled={ready === undefined}
              >
                Copy diagnostics <kbd aria-hidden="true">C</kbd>
              </button>
            </div>
            <div className="room-outcome">
              {' '}
              <p className="room-said" role="status">
                {load.problem ?? (said === '' ? invitation : said)}
              </p>
              <BitsBadge check={check} />
            </div>
          </div>
          <Timeline
            runs={sampler.runs}
            freezes={sampler.freezes}
            active={active}
            onDraw={sampler.onDraw}
          />
          <Charts sampler={sampler} />
          <KernelTable stats={sampler.stats} onKill={kill} />
          <div className="room-lists">
            <SameBits check={check} />
            <LongTasks tasks={tasks} />
            <EventList log={log} />
          </div>
        </>
      )}
    </div>
  );
}
