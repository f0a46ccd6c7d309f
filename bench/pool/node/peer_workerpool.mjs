// The worker of workerpool.
import workerpool from 'workerpool';
import { definition } from '../definition.mjs';

const { echo, spin } = definition.ops;
workerpool.worker({ echo, spin });
