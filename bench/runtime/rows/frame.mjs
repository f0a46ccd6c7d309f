/** What a triple buffer adds to writing and reading a frame. */
import { makeRow } from '../../harness.mjs';
import { forms, makeContender, nodeProgram } from '../programs.mjs';

const programs = [
  ...forms.map(({ form, program }) => ({ form, program, args: ['frame'] })),
  { form: 'JavaScript in Node', program: nodeProgram('frame'), args: [] },
];

export function contenders(quick) {
  return programs.map(({ form, ...program }) => makeContender({ name: form, ...program, quick }));
}

/** times  what race() returned for the contenders. */
export function rows(times) {
  return programs.map(({ form }) => {
    const { triple, copies } = times.get(form);
    return makeRow({
      name: `frame of 1.2 MB through a triple buffer, ${form}`,
      unit: 'us',
      ours: triple,
      peer: 'its two copies',
      peerValue: copies,
    });
  });
}
