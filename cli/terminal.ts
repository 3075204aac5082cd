// Text for people at a terminal: colour and width. Values come from files and are shown with everything that could act
// on a terminal escaped.

import { visible } from '../www/src/format';

export type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'faint';

const CODES: Record<Colour, number> = { red: 31, green: 32, yellow: 33, bold: 1, faint: 2 };

export class Terminal {
  readonly #colour: boolean;
  readonly width: number;
  readonly lines: string[] = [];

  constructor(colour: boolean, width: number) {
    this.#colour = colour;
    this.width = width;
  }

  paint(text: string, colour: Colour): string {
    return this.#colour ? `\u001B[${CODES[colour]}m${text}\u001B[0m` : text;
  }

  line(text = ''): void {
    this.lines.push(text);
  }

  /** A paragraph, broken at blanks; words longer than a line stay whole, so that they can be copied. */
  paragraph(text: string, indent = 0, hang = indent): void {
    let line = ' '.repeat(indent);
    let empty = true;
    for (const word of text.split(' ')) {
      if (!empty && line.length + 1 + word.length > this.width) {
        this.lines.push(line);
        line = ' '.repeat(hang);
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    this.lines.push(line);
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

/** Rows in columns as wide as their longest value; the last column runs on. */
export function columns(rows: readonly string[][], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + gap)))
      .join('')
      .trimEnd(),
  );
}

export const shown = visible;
