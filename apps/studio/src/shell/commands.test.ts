import { describe, expect, it } from 'vitest';
import { CommandRegistry, findCommands, type Command } from './commands.ts';

const command = (title: string, section = 'Page'): Command => ({
  id: title,
  title,
  section,
  run: () => undefined,
});
const titles = (commands: readonly Command[]) => commands.map(({ title }) => title);

describe('FindCommands', () => {
  const all = [command('Record a trace'), command('Go to Table', 'Go'), command('Retrace')];

  it('WithoutWordsFindsAllInTheirOrder', () => {
    expect(titles(findCommands(all, '  '))).toEqual(titles(all));
  });

  it('NeedsEveryWordAnywhere', () => {
    expect(titles(findCommands(all, 'TRACE rec'))).toEqual(['Record a trace']);
    expect(findCommands(all, 'trace table')).toEqual([]);
  });

  it('PutsBeginningsOfWordsFirst', () => {
    const found = findCommands([command('Retrace'), command('Record a trace')], 'trace');
    expect(titles(found)).toEqual(['Record a trace', 'Retrace']);
  });

  it('LooksAtSections', () => {
    expect(titles(findCommands(all, 'go'))).toEqual(['Go to Table']);
  });
});

it('CommandsOfWhatIsGoneAreGone', () => {
  const registry = new CommandRegistry();
  const remove = registry.add(() => [command('a')]);
  registry.add(() => [command('b')]);
  expect(titles(registry.list())).toEqual(['b', 'a']);
  remove();
  expect(titles(registry.list())).toEqual(['b']);
});
