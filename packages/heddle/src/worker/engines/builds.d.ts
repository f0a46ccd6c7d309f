// The builds are made by CMake; TypeScript knows only their shape.
/* eslint-disable @typescript-eslint/consistent-type-imports -- an import would make this a module */

declare module '*/wasm/table.threads.mjs' {
  const factory: import('../module.js').ModuleFactory<
    import('../../generated/table.js').TableExports
  >;
  export default factory;
}

declare module '*/wasm/table.simd.mjs' {
  const factory: import('../module.js').ModuleFactory<
    import('../../generated/table.js').TableExports
  >;
  export default factory;
}

declare module '*/wasm/table.script.mjs' {
  const factory: import('../module.js').ModuleFactory<
    import('../../generated/table.js').TableExports
  >;
  export default factory;
}

declare module '*/wasm/sim.threads.mjs' {
  const factory: import('../module.js').ModuleFactory<import('../../generated/sim.js').SimExports>;
  export default factory;
}

declare module '*/wasm/sim.simd.mjs' {
  const factory: import('../module.js').ModuleFactory<import('../../generated/sim.js').SimExports>;
  export default factory;
}

declare module '*/wasm/sim.script.mjs' {
  const factory: import('../module.js').ModuleFactory<import('../../generated/sim.js').SimExports>;
  export default factory;
}
