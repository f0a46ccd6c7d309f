import { Icon } from '../../parts/Icon.tsx';
import './SwapButton.css';

export function SwapButton({ onSwap }: { readonly onSwap: () => void }) {
  return (
    <button
      type="button"
      className="button icon swap"
      aria-label="Swap left and right"
      title="Swap left and right"
      onClick={onSwap}
    >
      <Icon name="swap" />
    </button>
  );
}
