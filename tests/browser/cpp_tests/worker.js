// Loads the program that the address names; Emscripten's code finds its settings in the global Module.
const url = new URL(new URLSearchParams(location.search).get('url'), location.href).href;
const print = (line) => postMessage({ line });

globalThis.Module = {
  print,
  printErr: print,
  // The threads run the program, not this file.
  mainScriptUrlOrBlob: url,
  locateFile: (name) => new URL(name, url).href,
  onExit: (exit) => postMessage({ exit }),
  onAbort: (reason) => postMessage({ line: `aborted: ${reason}`, exit: 'failed' }),
};
importScripts(url);
