// Shapes that say the same as the words beside them; never colour alone.

const PATHS = {
  accepted: 'M3.5 8.5l3 3 6-7',
  rejected: 'M4 4l8 8M12 4l-8 8',
  undetermined: 'M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.35-1 .8-1 1.5M8 12.2v.3',
  'not-applicable': 'M4 8h8',
  error: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 4v5M8 11.6v.3',
  notice: 'M8 4.1v.3M8 7v5',
  ok: 'M3.5 8.5l3 3 6-7',
  down: 'M4 7l4 4 4-4',
  waiting: 'M4.2 8h.2M7.9 8h.2M11.6 8h.2',
} as const;

const FRAMES: Partial<Record<keyof typeof PATHS, string>> = {
  rejected: 'M1.5 1.5h13v13h-13z',
  error: 'M1.5 1.5h13v13h-13z',
  warning: 'M8 .9l7.2 13.6H.8z',
};

/** Drawn without a frame. */
const BARE = 'down';

export type GlyphName = keyof typeof PATHS;

export function Glyph({ name, size = 16 }: { name: GlyphName; size?: number }) {
  const frame = FRAMES[name];
  return (
    <svg class={`glyph ${name}`} viewBox="0 0 16 16" width={`${size / 16}rem`} height={`${size / 16}rem`} aria-hidden="true" focusable="false">
      {name === BARE ? null : frame ? (
        <path d={frame} class="frame" />
      ) : (
        <circle cx="8" cy="8" r="6.9" class={`frame ${name === 'undetermined' ? 'dashed' : ''}`} />
      )}
      <path d={PATHS[name]} class="mark" transform={name === 'warning' ? 'translate(0 1.2)' : undefined} />
    </svg>
  );
}
