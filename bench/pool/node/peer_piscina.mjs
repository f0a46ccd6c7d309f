// The worker of piscina: one function.
export default (value) => value;
