import { HeddleError, messageOf } from '../errors.js';
import { protocolVersion, type PostedError, type ToPage, type Versioned } from '../protocol.js';
import { CancelledError, isAllocationFailure, isFatal } from './memory.js';

/** Most characters of a message and of a stack that are posted. */
const messageLimit = 8192;

/** An error as it is posted to the page. */
export function describeError(error: unknown): PostedError {
  const underneath = error instanceof HeddleError ? (error.cause ?? error) : error;
  const base = {
    name: underneath instanceof Error ? clip(underneath.name) : undefined,
    stack: underneath instanceof Error ? clip(underneath.stack ?? '') : undefined,
    input: undefined,
    line: undefined,
    byteOffset: undefined,
    fatal: isFatal(error),
  };
  if (error instanceof HeddleError) {
    const { code, message, input, line, byteOffset } = error;
    return { ...base, code, message: clip(message), input, line, byteOffset };
  }
  if (error instanceof CancelledError) {
    return { ...base, code: 'cancelled', message: 'The job was cancelled.' };
  }
  const text = clip(messageOf(error));
  if (isAllocationFailure(error)) {
    const message = `The result does not fit into memory (${text}): use smaller inputs.`;
    return { ...base, code: 'out_of_memory', message };
  }
  if (/\bOOM\b|out of memory|enlarge memory/i.test(text)) {
    const message = `The kernel ran out of memory (${text}): use smaller inputs.`;
    return { ...base, code: 'out_of_memory', message };
  }
  return { ...base, code: 'kernel_failed', message: `The kernel crashed. ${text}` };
}

/** The message for something that broke outside of any job. */
export function brokenMessage(error: unknown): Versioned<ToPage> {
  const stack = error instanceof Error ? clip(error.stack ?? '') : undefined;
  return { version: protocolVersion, type: 'broken', message: clip(messageOf(error)), stack };
}

function clip(text: string): string {
  return text.length <= messageLimit ? text : `${text.slice(0, messageLimit)} …`;
}
