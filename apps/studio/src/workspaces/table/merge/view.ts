/** What a shared address says of a merge; of a person's own files only how they are merged. */
import { readKey, writeKey } from '../key.ts';
import { readReading, writeReading } from '../reading.ts';
import { orNone, readRules, writeRules } from '../rules.ts';
import type { MergeSetUp } from './state.ts';

export interface MergeView extends MergeSetUp {
  /** Whether the files are the sample's. */
  readonly sample: boolean;
}

const sampleName = 'garden';

export function readMergeView(params: URLSearchParams): MergeView {
  const sample = params.get('sample') === sampleName;
  return {
    sample,
    key: sample ? readKey(params) : undefined,
    // A merge leaves no column out.
    rules: orNone({ ...readRules(params), ignore: [] }),
    reading: readReading(params),
  };
}

export function writeMergeView({ sample, key, rules, reading }: MergeView): URLSearchParams {
  const params = new URLSearchParams({ task: 'merge' });
  if (sample) {
    params.set('sample', sampleName);
    writeKey(key, params);
  }
  writeReading(reading, params);
  writeRules(rules, params, sample);
  return params;
}
