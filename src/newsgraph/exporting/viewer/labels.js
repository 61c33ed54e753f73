/**
 * @file Names on the map. Like a printed map: constant size on screen, the important ones first, none
 * over another. vis-network draws labels in map size and lets them pile up, so they are drawn here.
 */

const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
const CELL = 48;

/** A number for a cell of the grid. */
const cellKey = (i, j) => i * 65_536 + j;

/** Rectangles taken so far, in screen pixels, found by grid cell; nothing outside `window` is free. */
class Taken {
  /** @param {number[]} window left, top, width, height of what is seen of the map */
  constructor(window) {
    this.window = window;
    this.cells = new Map();
    this.written = []; // what was written where, for the picture in vectors
  }

  /** First and last column and row of the grid that a rectangle touches. */
  rangeOf([x, y, w, h]) {
    return [Math.floor(x / CELL), Math.floor((x + w) / CELL), Math.floor(y / CELL), Math.floor((y + h) / CELL)];
  }

  add(box, owner = null) {
    const [left, right, top, bottom] = this.rangeOf(box);
    for (let i = left; i <= right; i += 1) {
      for (let j = top; j <= bottom; j += 1) {
        const key = cellKey(i, j);
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push({ box, owner });
      }
    }
  }

  isFree(box, owner = null) {
    const [x, y, w, h] = box;
    const [left, top, wide, high] = this.window;
    if (x < left + 3 || y < top + 3 || x + w > left + wide - 3 || y + h > top + high - 3) return false;
    const [first, last, upper, lower] = this.rangeOf(box);
    for (let i = first; i <= last; i += 1) {
      for (let j = upper; j <= lower; j += 1) {
        for (const { box: [a, b, c, d], owner: other } of this.cells.get(cellKey(i, j)) ?? []) {
          if ((owner === null || other !== owner) && x < a + c && a < x + w && y < b + d && b < y + h) return false;
        }
      }
    }
    return true;
  }
}

const widths = new Map(); // measuring takes longer than all else that is done for a name

/** How wide words are, in letter heights. @param {string|number} style of the letters, before their size */
function widthOf(ctx, text, style) {
  const key = `${style} ${text}`;
  if (!widths.has(key)) {
    if (widths.size > 20_000) widths.clear();
    ctx.font = `${style} 100px ${FONT}`;
    widths.set(key, ctx.measureText(text).width / 100);
  }
  return widths.get(key);
}

const STAMPS_KEPT = 1000;
const stamps = new Map(); // outlining letters takes longer than all else in a frame

/**
 * Words with their halo as a small picture.
 * @param {{text: string, size: number, weight: number, colour: string, halo: string, ratio: number}} look
 */
function stampOf({ text, size, weight, colour, halo, ratio }) {
  const key = [text, size.toFixed(1), weight, colour, halo, ratio].join("|");
  const known = stamps.get(key);
  if (known) return known;
  if (stamps.size >= STAMPS_KEPT) stamps.clear();
  const stamp = document.createElement("canvas");
  const ctx = stamp.getContext("2d");
  const font = `${weight} ${size * ratio}px ${FONT}`;
  ctx.font = font;
  stamp.width = Math.ceil(ctx.measureText(text).width + 8 * ratio);
  stamp.height = Math.ceil((1.6 * size + 6) * ratio);
  Object.assign(ctx, { font, lineJoin: "round", textAlign: "center", textBaseline: "middle" });
  haloText(ctx, text, stamp.width / 2, stamp.height / 2, 3.5 * ratio, colour, halo);
  stamps.set(key, stamp);
  return stamp;
}

/** Where a name may stand beside its dot, best place first. */
function spotsAround({ x, y, r }, width, height) {
  return [
    [x - width / 2, y + r + 3, width, height],
    [x + r + 4, y - height / 2, width, height],
    [x - width / 2, y - r - height - 3, width, height],
    [x - r - width - 4, y - height / 2, width, height],
  ];
}

/**
 * Write names beside dots.
 * @param {CanvasRenderingContext2D} ctx
 * @param {{id: string, x: number, y: number, r: number, name: string, strong: boolean, must: boolean,
 *   rank: number}[]} dots in screen pixels, most important first
 * @param {Taken} taken
 */
function writeNames(ctx, dots, taken, theme) {
  const letter = (dot) => (dot.strong ? 14 : 11.5 + 2 * Math.max(0, 1 - dot.rank / 40));
  const [left, top, wide] = taken.window;
  const ratio = ctx.canvas.width / wide;
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const dot of dots) {
    const size = letter(dot);
    const weight = dot.strong || dot.rank < 12 ? 600 : 450;
    const text = shorten(dot.name, dot.must ? 60 : 30);
    const width = widthOf(ctx, text, weight) * size + 4;
    const spots = spotsAround(dot, width, size + 3);
    const spot = spots.find((box) => taken.isFree(box, dot.id)) ?? (dot.must ? spots[0] : null);
    if (!spot) continue;
    taken.add(spot, dot.id);
    taken.written.push({ text, x: spot[0] + width / 2, y: spot[1] + (size + 3) / 2, size, weight, angle: 0, colour: theme.ink });
    const stamp = stampOf({ text, size, weight, colour: theme.ink, halo: theme.halo, ratio });
    // On whole pixels, so that the letters stay sharp.
    ctx.drawImage(stamp, Math.round((spot[0] + width / 2 - left) * ratio - stamp.width / 2), Math.round((spot[1] + (size + 3) / 2 - top) * ratio - stamp.height / 2));
  }
  ctx.restore();
}

/**
 * Write what a line means along the line, in the first of some places that is free.
 * @param {({text: string, x: number, y: number, angle: number, room: number, colour: string, must: boolean,
 *   signed: boolean}|null)[][]} lines places for each line, in screen pixels; `room` is the length of the
 *   line between its dots; beside the sign if there is one
 */
function writeRelations(ctx, scale, lines, taken, theme) {
  const size = 10.5;
  const font = `italic 500 ${size / scale}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const places of lines) {
    for (const place of places) {
      if (place && writeAlong(ctx, scale, place, { size, font }, taken, theme)) break;
    }
  }
}

/** @returns {boolean} whether there was room */
function writeAlong(ctx, scale, { text, x, y, angle, room, colour, must, signed }, { size, font }, taken, theme) {
  const width = widthOf(ctx, text, "italic 500") * size + 4;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [midX, midY] = signed ? [x - sin * 14, y + cos * 14] : [x, y];
  // One box around slanting words would be mostly empty, so there is one for each letter or so.
  const steps = Math.max(1, Math.ceil(width / size));
  const boxes = Array.from({ length: steps }, (_, i) => {
    const along = ((i + 0.5) / steps - 0.5) * width;
    return [midX + along * cos - size / 2, midY + along * sin - size / 2, size, size];
  });
  if (room < width * (must ? 0.7 : 0.82) || !boxes.every((box) => taken.isFree(box))) return false;
  for (const box of boxes) taken.add(box);
  taken.written.push({ text, x: midX, y: midY, size, weight: 500, angle, colour, italic: true });
  ctx.save();
  ctx.font = font;
  ctx.translate(midX / scale, midY / scale);
  ctx.rotate(angle);
  haloText(ctx, text, 0, 0, 3.5 / scale, colour, theme.halo);
  ctx.restore();
  return true;
}

function haloText(ctx, text, x, y, breadth, colour, halo) {
  ctx.lineWidth = breadth;
  ctx.strokeStyle = halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/** A small sign on a line: ✕ for denied, ! for disputed. */
function drawSign(ctx, scale, { x, y, sign, colour }, theme) {
  ctx.beginPath();
  ctx.arc(x / scale, y / scale, 6.5 / scale, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.lineWidth = 1.3 / scale;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.font = `700 ${9.5 / scale}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colour;
  ctx.fillText(sign, x / scale, (y + 0.5) / scale);
}
