import { DraftField } from './DraftField.tsx';

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
        <DraftField
          label="when they share"
          unit="% of their words"
          value={String(Math.round(share * 100))}
          size={4}
          inputMode="numeric"
          isRight={(text) => /^(100|[1-9]\d?)$/.test(text)}
          remedy="Write a whole number from 1 to 100."
          onChange={(percent) => {
            onChange(Number(percent) / 100);
          }}
        />
      )}
    </div>
  );
}
