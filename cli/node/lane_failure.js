// Runs in each thread of the program for Node, before it starts. Its main thread waits for the lanes in WebAssembly and
// hears of nothing meanwhile: a lane that ends by an error ends the program, which would wait for it for ever.
if (ENVIRONMENT_IS_PTHREAD) {
  process.prependListener('uncaughtException', (error) => {
    fs.writeSync(2, `heddle: a lane stopped: ${error}\n`);
    process.kill(process.pid, 'SIGABRT');
  });
}
