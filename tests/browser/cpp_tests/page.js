// Runs a GoogleTest program in a worker, where it may wait for its threads.

/** What the program has printed and, once it has ended, how: its exit status, or 'failed'. */
globalThis.run = { output: '', exit: undefined };

/** Starts the program at `url`. */
globalThis.start = (url) => {
  const worker = new Worker(`worker.js?${new URLSearchParams({ url })}`);
  worker.addEventListener('message', ({ data: { line, exit } }) => {
    if (line !== undefined) run.output += `${line}\n`;
    if (exit !== undefined) run.exit = exit;
  });
  worker.addEventListener('error', ({ message }) => {
    run.output += `the worker failed: ${message}\n`;
    run.exit = 'failed';
  });
};
