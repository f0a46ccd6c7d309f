/** The threads of both files, opened by the heddles and crossing between the two. Decoration. */
const count = 18;
const top = 72;
const bottom = 328;

function thread(i: number): string {
  const y = top + ((bottom - top) * i) / (count - 1);
  // Odd threads are lifted where even ones are lowered, and the other way round after the crossing.
  const lift = (i % 2 === 0 ? -1 : 1) * 64;
  const n = (value: number) => value.toFixed(1);
  return (
    `M-20 ${n(y)} C 120 ${n(y)} 160 ${n(y + lift)} 270 ${n(y + lift)} ` +
    `S 440 ${n(y)} 500 ${n(y)} S 620 ${n(y - lift)} 730 ${n(y - lift)} S 880 ${n(y)} 1020 ${n(y)}`
  );
}

const threads = Array.from({ length: count }, (_, i) => thread(i));

export function Shed() {
  return (
    <svg className="shed" viewBox="0 0 1000 400" preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <linearGradient id="shed-dye" gradientUnits="userSpaceOnUse" x1="0" x2="1000">
          <stop offset="0" className="shed-before" stopOpacity="0" />
          <stop offset="0.2" className="shed-before" />
          <stop offset="0.42" className="shed-before" />
          <stop offset="0.58" className="shed-after" />
          <stop offset="0.8" className="shed-after" />
          <stop offset="1" className="shed-after" stopOpacity="0" />
        </linearGradient>
      </defs>
      {threads.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
