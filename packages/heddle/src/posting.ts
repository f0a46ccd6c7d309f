import { HeddleError, messageOf } from './errors.js';
import type { Job } from './job.js';
import type { Posted } from './operation.js';
import type { JobMessage } from './protocol.js';

/** A job as it is posted. */
export function toMessage(job: Job): JobMessage {
  const { number, operation, errand, posted } = job;
  const engine = operation.engine.name;
  const { name } = operation;
  const input = posted?.value;
  if (errand === undefined) return { job: number, engine, operation: name, input };
  const { action, target, checkpoint } = errand;
  return { job: number, engine, operation: name, input, action, target, checkpoint };
}

const noTransfer: Transferable[] = [];

/** The objects that change their owner with these jobs. */
export function transfers(batch: readonly Job[]): Transferable[] {
  if (batch.length === 1) return batch[0]?.posted?.transfer ?? noTransfer;
  return batch.flatMap((job) => job.posted?.transfer ?? noTransfer);
}

/** The error for an input that its operation refuses. */
export function malformedInput(error: unknown): HeddleError {
  if (error instanceof HeddleError) return error;
  return new HeddleError('invalid_argument', `The input is malformed. ${messageOf(error)}`, {
    cause: error,
  });
}

/** The error for a reply that its operation refuses. */
export function malformedReply(cause: unknown): HeddleError {
  const message = `The kernel's reply is malformed and was refused. ${messageOf(cause)}`;
  return new HeddleError('kernel_failed', message, { cause });
}

/** Encodes all inputs; returns what is to be waited for, or undefined when nothing is. */
export function encodeAll(batch: readonly Job[]): Promise<void>[] | undefined {
  let pending: Promise<void>[] | undefined;
  for (const job of batch) {
    try {
      const posted = job.operation.encode(job.input, job.move);
      if (posted instanceof Promise) (pending ??= []).push(encodeLater(job, posted));
      else {
        job.posted = posted;
        // Slices are posted first, so the job cannot go at once.
        if ((posted.slices?.length ?? 0) > 0) pending ??= [];
      }
    } catch (error) {
      job.fail(malformedInput(error), undefined);
    }
  }
  return pending;
}

async function encodeLater(job: Job, promise: Promise<Posted>): Promise<void> {
  try {
    const posted = await promise;
    if (!job.settled) job.posted = posted;
  } catch (error) {
    job.fail(malformedInput(error), undefined);
  }
}
