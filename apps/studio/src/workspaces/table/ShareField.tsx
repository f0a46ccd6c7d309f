import { useEffect, useId, useState } from 'react';

/** Share of words that makes two rows one, where nothing else was said. */
const usual = 0.5;

/** Whether similar rows are taken for one that changed, and how similar. */
export function ShareField({
  share,
  onChange,
}: {
  /** 0: not at all. */
  readonly share: number;
  readonly onChange: (share: number) => void;
}) {
  const id = useId();
  const percent = share === 0 ? '' : String(Math.round(share * 100));
  const [text, setText] = useState(percent);
  useEffect(() => {
    setText(percent);
  }, [percent]);
  const wanted = Number(text);
  const wrong = share > 0 && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 100);
  const commit = () => {
    if (!wrong && text !== percent) onChange(wanted / 100);
  };
  return (
    <div className="share-field">
      <label className="rules-check">
        <input
          type="checkbox"
          checked={share > 0}
          onChange={(event) => {
            onChange(event.target.checked ? usual : 0);
          }}
        />
        Take similar rows for one that changed
      </label>
      {share > 0 && (
        <span className="share-amount">
          <label htmlFor={id}>when they share</label>
          <input
            id={id}
            className="field"
            type="text"
            inputMode="numeric"
            size={4}
            aria-invalid={wrong}
            aria-describedby={wrong ? `${id}-wrong` : undefined}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
            }}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
            }}
          />
          <span>% of their words</span>
        </span>
      )}
      {wrong && (
        <span id={`${id}-wrong`} className="rules-wrong" role="alert">
          Write a whole number from 1 to 100.
        </span>
      )}
    </div>
  );
}
