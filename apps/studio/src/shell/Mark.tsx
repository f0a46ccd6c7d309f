/** The heddle: three wires, each with an eye that a thread runs through. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M8 3v7.5m0 5.5V29M16 3v13.5m0 5.5V29M24 3v7.5m0 5.5V29" />
      <ellipse className="mark-before" cx="8" cy="13.25" rx="2.2" ry="2.8" />
      <ellipse className="mark-after" cx="16" cy="19.25" rx="2.2" ry="2.8" />
      <ellipse className="mark-before" cx="24" cy="13.25" rx="2.2" ry="2.8" />
    </svg>
  );
}
