const paths = {
  swap: 'M3 5.5h9.5L10 3m3 7.5H3.5L6 13',
  close: 'm4 4 8 8m0-8-8 8',
  download: 'M8 2.5v7.5m-3-3 3 3 3-3M3 13h10',
  file: 'M4 1.5h5.5L12.5 4.5v10h-8.5zM9.5 1.5v3h3',
  key: 'M6 11.5a2.75 2.75 0 1 1 0-5.5 2.75 2.75 0 0 1 0 5.5zM8 7l5-5m-2 2 2 2',
  find: 'M7 11.5a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9zm3.2-1.3 3.3 3.3',
  up: 'M8 13V3M3.5 7.5 8 3l4.5 4.5',
  down: 'M8 3v10m-4.5-4.5L8 13l4.5-4.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon-svg" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
