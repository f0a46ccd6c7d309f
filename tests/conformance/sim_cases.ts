/** What is asked of `heddle sim`, and what it must answer. */
import type { Case } from './cli_cases.ts';

const run = (...args: string[]) => ['sim', 'run', ...args];
const compare = (...args: string[]) => ['sim', 'compare', ...args];
const pond =
  '{"name": "Pond", "entities": 40, "tribes": [{"name": "frogs"}], "food": {"growth": 99}}';

export const simCases: readonly Case[] = [
  { rule: 'SimNeedsACommand', args: ['sim'], exit: 2, stderr: /see heddle sim --help/ },
  {
    rule: 'HelpOfSimRunNamesTheBundledScenarios',
    args: run('--help'),
    exit: 0,
    stdout: /meadow, predators, tribes-at-war, archipelago,\s+crowd[^]*--hash-every K/,
  },
  {
    rule: 'SimRunAsJson',
    args: [
      ...run('--entities', '500', '--ticks', '10', '--hash-every', '5'),
      ...['--threads', '2', '--json'],
    ],
    exit: 0,
    stdout:
      '{"scenario":"Meadow","seed":1,"entities":500,"ticks":10,"lanes":2,"domains":1,"population":662,' +
      '"tribes":{"grazers":637,"hunters":25},"hash":"ffa9e9ce88f15bff",' +
      '"msPerTick":{"p50":0,"p99":0},"phases":{"sort":0,"behave":0,"resolve":0,"turnover":0},' +
      '"bytes":91316,"hashes":[{"tick":5,"hash":"563639228f81fef9"},' +
      '{"tick":10,"hash":"ffa9e9ce88f15bff"}]}\n',
  },
  {
    rule: 'SimRunInDomainsHasTheSameHash',
    args: [
      ...run('--entities', '500', '--ticks', '10', '--domains', '3'),
      ...['--threads', '2', '--json'],
    ],
    exit: 0,
    stdout:
      /"domains":3,[^]*"hash":"ffa9e9ce88f15bff",[^]*"imbalance":\d[^]*"messages":\{"entities":\{"messages":60,"bytes":\d+\}/,
  },
  {
    rule: 'SimRunRefusesMoreDomainsThanRows',
    args: run('--entities', '30', '--domains', '20'),
    exit: 2,
    stderr: 'heddle: --domains: this world can have 1 to 3 domains, not 20\n',
  },
  {
    rule: 'SimRunReadsAScenario',
    args: run('--scenario', 'pond.json', '--seed', '7', '--ticks', '3', '--threads', '1'),
    files: { 'pond.json': pond },
    exit: 0,
    stdout: /^scenario +Pond\nseed +7\nentities +40\n[^]*\n {2}frogs +\d+\nhash +[0-9a-f]{16}\n/,
  },
  {
    rule: 'SimRunRefusesAnUnknownField',
    args: run('--scenario', 'pond.json'),
    files: { 'pond.json': pond.replace('growth', 'growht') },
    exit: 2,
    stderr:
      'heddle: pond.json: /food/growht: there is no such field; there are: capacity, growth, roots, initial\n',
  },
  {
    rule: 'SimRunRefusesAMissingScenario',
    args: run('--scenario', 'lake'),
    exit: 2,
    stderr: /^heddle: lake: .*the scenarios that need no file are meadow, predators/,
  },
  {
    rule: 'SimRunRefusesAWorldOfNobody',
    args: run('--entities', '0'),
    exit: 2,
    stderr: 'heddle: /entities: 0 is below 1, the least\n',
  },
  {
    rule: 'SimCompareFindsNoDifferenceBetweenLanes',
    args: compare('meadow', 'meadow', '--entities', '500', '--ticks', '10', '--threads', '1,2'),
    exit: 0,
    stdout: 'tick 10: no difference, hash ffa9e9ce88f15bff\n',
  },
  {
    rule: 'SimCompareNamesTheFirstDifference',
    args: compare('meadow', 'meadow', '--seed', '1,2', '--ticks', '10'),
    exit: 1,
    stdout: /^tick 0: x of entity 0: \d+\.\d+, \d+\.\d+\n$/,
  },
];
