// The source of a module that has no code of its own: everything it exports comes from the ABI's
// libraries.
