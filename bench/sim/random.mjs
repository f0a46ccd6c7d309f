/** Numbers in [0, 1) that are the same in each run: a linear congruential generator modulo 2^48. */
export function makeRandom(seed) {
  const modulus = 1n << 48n;
  let state = (BigInt(seed) ^ 0x5deece66dn) % modulus;
  return () => {
    state = (state * 0x5deece66dn + 11n) % modulus;
    return Number(state >> 16n) / 2 ** 32;
  };
}
