/** What tracing costs where it is off, and where it is on. */
import { makeRow } from '../../harness.mjs';
import { forms, makeContender } from '../programs.mjs';

export function contenders(quick) {
  return forms.map(({ form, program }) =>
    makeContender({ name: form, program, args: ['trace'], quick }),
  );
}

/** times  what race() returned for the contenders. */
export function rows(times) {
  return forms.flatMap(({ form }) => {
    const { plain, off, on, clock, ...loop } = times.get(form);
    return [
      makeRow({
        name: `short call with a trace scope, off, ${form}`,
        unit: 'ns',
        ours: off,
        peer: 'no scope, plus 1 ns',
        peerValue: plain + 1e-9,
        goal: 1,
      }),
      makeRow({
        name: `short call with a trace scope, on, ${form}`,
        unit: 'ns',
        ours: on,
        peer: 'two readings of the clock',
        peerValue: clock,
      }),
      makeRow({
        name: `loop with a trace scope a chunk, off, ${form}`,
        unit: 'us',
        ours: loop['loop off'],
        peer: 'no scope',
        peerValue: loop['plain loop'],
        goal: 0.95,
      }),
    ];
  });
}
