// The kernel of the pool's benchmarks in Node.
import { defineKernel } from 'heddle/kernel';
import { definition } from './definition.mjs';

defineKernel(definition);
