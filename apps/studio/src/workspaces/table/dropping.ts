/** Where files go that are dropped or pasted. */

export interface Held<Name extends string> {
  readonly side: Name;
  readonly filled: boolean;
}

/**
 * The side for each file. As many files as sides, or more, fill them in the order dropped; a single one goes to
 * `wanted` when the person aimed at a side; else the empty sides are filled first.
 */
export function assignTo<Name extends string, Item>(
  slots: readonly Held<Name>[],
  files: readonly Item[],
  wanted: Name | undefined,
): readonly (readonly [Name, Item])[] {
  if (files.length === 1 && wanted !== undefined) return files.map((file) => [wanted, file]);
  const order =
    files.length >= slots.length
      ? slots
      : [...slots.filter(({ filled }) => !filled), ...slots.filter(({ filled }) => filled)];
  const count = Math.min(order.length, files.length);
  return order.slice(0, count).map(({ side }, i) => [side, files[i] as Item]);
}
