/** Real pairs to try: one data set as two versions of the npm package vega-datasets had it. */
import co2After from 'vega-datasets-2/data/co2-concentration.csv?url';
import co2Before from 'vega-datasets-1/data/co2-concentration.csv?url';
import weatherAfter from 'vega-datasets-2/data/weather.csv?url';
import weatherBefore from 'vega-datasets-1/data/weather.csv?url';

export interface Sample {
  readonly title: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly key: readonly string[];
}

export const versions = { before: '1.31.1', after: '2.11.0' } as const;

const co2: Sample = {
  title: 'CO₂ at Mauna Loa since 1958',
  name: 'co2-concentration',
  before: co2Before,
  after: co2After,
  key: ['Date'],
};

export const weather: Sample = {
  title: 'Weather in Seattle and New York',
  name: 'weather',
  before: weatherBefore,
  after: weatherAfter,
  key: ['location', 'date'],
};

export const samples: readonly [Sample, ...Sample[]] = [co2, weather];

/** Fetches both files of a sample. @throws Error that says why it could not be had */
export async function fetchSample(sample: Sample): Promise<{ left: File; right: File }> {
  const load = async (url: string, version: string) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The sample could not be loaded (${response.status}).`);
    return new File([await response.blob()], `${sample.name} ${version}.csv`, { type: 'text/csv' });
  };
  const [left, right] = await Promise.all([
    load(sample.before, versions.before),
    load(sample.after, versions.after),
  ]);
  return { left, right };
}
