/** What a ring costs: ours natively, as wasm and in JavaScript, and npm's ringbuf.js. */
import { isInstalled, makeRow } from '../../harness.mjs';
import { forms, makeContender, nodeProgram } from '../programs.mjs';

const peer = 'ringbuf.js';
const javaScript = 'JavaScript in Node';
const limit = 300e-9;

export function contenders(quick) {
  const inJavaScript = [{ form: javaScript, ring: 'ours' }];
  if (isInstalled(peer)) inJavaScript.push({ form: peer, ring: peer });
  else console.log(`${peer} is not installed; its rows are left out`);
  return ['ring', 'stream'].flatMap((which) => [
    ...forms.map(({ form, program }) =>
      makeContender({ name: `${form}, ${which}`, program, args: [which], quick }),
    ),
    ...inJavaScript.map(({ form, ring }) =>
      makeContender({
        name: `${form}, ${which}`,
        program: nodeProgram(which),
        args: [ring],
        quick,
      }),
    ),
  ]);
}

/** times  what race() returned for the contenders. */
export function rows(times) {
  const found = [];
  const peerQuantum = times.get(`${peer}, ring`)?.quantum;
  const peerStream = times.get(`${peer}, stream`)?.stream;
  for (const form of [...forms.map(({ form }) => form), javaScript]) {
    const inJavaScript = form === javaScript;
    const { quantum } = times.get(`${form}, ring`);
    const row = { name: `128 stereo frames through a ring, ${form}`, unit: 'ns', ours: quantum };
    found.push(makeRow({ ...row, peer: 'limit of 300 ns', peerValue: limit, goal: 1 }));
    if (peerQuantum !== undefined && inJavaScript) {
      found.push(makeRow({ ...row, peer, peerValue: peerQuantum, goal: 1 }));
    }
    if (peerStream !== undefined) {
      found.push(
        makeRow({
          name: `10^9 samples from thread to thread, ${form}`,
          ours: times.get(`${form}, stream`).stream,
          peer,
          peerValue: peerStream,
          goal: inJavaScript ? 1 : null,
        }),
      );
    }
  }
  return found;
}
