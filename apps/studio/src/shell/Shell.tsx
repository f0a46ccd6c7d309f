import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { isTyping, Commands, CommandRegistry, type Command } from './commands.ts';
import { EngineProblem } from './EngineProblem.tsx';
import { FrameMeter } from './FrameMeter.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { Mark } from './Mark.tsx';
import { isOn, setOn, usePreference } from './preferences.ts';
import { TierBadge } from './TierBadge.tsx';
import { tiers, tierName } from './tier.ts';
import { defaultSettings } from './route.ts';
import type { PoolState } from './usePool.ts';
import type { Router } from './useRoute.ts';
import type { WorkspaceEntry } from './workspace.ts';
import './Shell.css';

/** The frame around every workspace: where one is, how the page runs, and what can be done. */
export function Shell({
  workspaces,
  pool,
  router,
  children,
}: {
  readonly workspaces: readonly WorkspaceEntry[];
  readonly pool: PoolState;
  readonly router: Router;
  readonly children: ReactNode;
}) {
  const registry = useMemo(() => new CommandRegistry(), []);
  const [dialog, setDialog] = useState<'palette' | 'keys'>();
  const [copied, setCopied] = useState('');
  const meter = usePreference('frameMeter');
  const main = useRef<HTMLElement>(null);

  const close = () => {
    setDialog(undefined);
  };
  const commands: readonly Command[] = [
    ...workspaces.map(({ id, title }, i) => ({
      id: `go.${id}`,
      title: `Go to ${title}`,
      section: 'Go',
      key: `${i + 1}`,
      run: () => {
        location.hash = router.linkTo(id);
      },
    })),
    ...(['auto', ...tiers] as const).map((tier) => ({
      id: `tier.${tier}`,
      title: tier === 'auto' ? 'Run on the best tier' : `Run on the tier ${tierName(tier)}`,
      section: 'Engine',
      run: () => {
        router.configure(tier === 'auto' ? defaultSettings : { ...router.settings, tier });
      },
    })),
    {
      id: 'page.link',
      title: 'Copy a link to this view',
      section: 'Page',
      run: () => {
        navigator.clipboard.writeText(location.href).then(
          () => {
            setCopied('The link is copied.');
          },
          () => {
            setCopied('The browser refused: copy the link from the address bar.');
          },
        );
      },
    },
    {
      id: 'page.meter',
      title: meter ? 'Hide the frame meter' : 'Show the frame meter',
      section: 'Page',
      key: 'f',
      run: () => {
        setOn('frameMeter', !meter);
      },
    },
    {
      id: 'page.keys',
      title: 'Show the keys',
      section: 'Page',
      key: '?',
      run: () => {
        setDialog('keys');
      },
    },
  ];
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => registry.add(() => latest.current), [registry]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setDialog((open) => (open === 'palette' ? undefined : 'palette'));
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      if (!isOn('singleKeys')) return;
      const command = registry.list().find(({ key }) => key === event.key.toLowerCase());
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    // A file that misses its place must not take the page's.
    const keepPage = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    addEventListener('dragover', keepPage);
    addEventListener('drop', keepPage);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('dragover', keepPage);
      removeEventListener('drop', keepPage);
    };
  }, [registry]);

  useEffect(() => {
    if (copied === '') return;
    const timer = setTimeout(() => {
      setCopied('');
    }, 4000);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);

  return (
    <Commands.Provider value={registry}>
      <div className="shell">
        <header className="shell-header">
          <button
            type="button"
            className="skip"
            onClick={() => {
              main.current?.focus();
            }}
          >
            Skip to the workspace
          </button>
          <p className="shell-name">
            <Mark />
            <span className="shell-name-text">
              Heddle <span className="shell-name-part">Studio</span>
            </span>
          </p>
          <nav className="shell-nav" aria-label="Workspaces">
            {workspaces.map(({ id, title }) => (
              <a
                key={id}
                href={router.linkTo(id)}
                aria-current={id === router.workspace ? 'page' : undefined}
              >
                {title}
              </a>
            ))}
          </nav>
          <div className="shell-tools">
            {meter && <FrameMeter />}
            <button
              type="button"
              className="button quiet shell-palette"
              onClick={() => {
                setDialog('palette');
              }}
            >
              <Icon name="find" />
              <span className="visually-hidden">Commands</span>
              <kbd>{isApple ? '⌘' : 'Ctrl'} K</kbd>
            </button>
            <TierBadge pool={pool} router={router} />
          </div>
        </header>
        {pool.status === 'failed' && <EngineProblem message={pool.message} router={router} />}
        <main className="shell-main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <p className="shell-said" role="status" data-said={copied !== ''}>
        {copied}
      </p>
      {dialog === 'palette' && <CommandPalette commands={registry.list()} onClose={close} />}
      {dialog === 'keys' && <KeyHelp commands={registry.list()} onClose={close} />}
    </Commands.Provider>
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
