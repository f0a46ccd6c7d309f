import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Frees what nobody can reach any longer. */
export const collect = runInNewContext('gc') as () => void;
