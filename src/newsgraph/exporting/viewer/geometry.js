/**
 * @file Where lines run, where their heads sit, and what lies under the pointer; pixels of the map.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number, scale: number, grow: number}} Frame
 *   What is seen of the map; `grow`: how much larger than at full zoom dots and lines are
 */

const SHAPE_CORNERS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], triangle: [[0, -1.1], [1, 0.75], [-1, 0.75]], triangleDown: [[0, 1.1], [1, -0.75], [-1, -0.75]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]], hexagon: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)]),
  star: Array.from({ length: 10 }, (_, i) => [0.5, 1.3][(i + 1) % 2]).map((r, i) => [r * Math.sin((i * Math.PI) / 5), -r * Math.cos((i * Math.PI) / 5)]),
};

const CURVE_STEPS = 12;
const TOUCH_DOT = 4; // pixels of the screen beside a dot that still are the dot
const TOUCH_LINE = 7;

/** On screen a dot or a line shrinks about as the square root of the scale. */
const growth = (scale) => Math.min(4, Math.max(0.04, scale)) ** -0.55;

/** @returns {Frame} */
function frameOf(network) {
  const scale = network.getScale();
  const { x, y } = network.getViewPosition();
  const { clientWidth, clientHeight } = network.canvas.frame.canvas;
  const [wide, high] = [clientWidth / scale / 2, clientHeight / scale / 2];
  return { left: x - wide, top: y - high, right: x + wide, bottom: y + high, scale, grow: growth(scale) };
}

/** Whether a line may be seen; a bent one stays within its length. */
function isInFrame({ left, top, right, bottom }, { from, to, bend }) {
  const margin = bend ? Math.abs(bend) * (Math.abs(to.x - from.x) + Math.abs(to.y - from.y)) : 0;
  return (from.x > to.x ? from.x : to.x) + margin >= left && (from.x < to.x ? from.x : to.x) - margin <= right
    && (from.y > to.y ? from.y : to.y) + margin >= top && (from.y < to.y ? from.y : to.y) - margin <= bottom;
}

/** The point that a bent line bends towards. */
const controlX = ({ from, to, bend }) => (from.x + to.x) / 2 + bend * (to.y - from.y);
const controlY = ({ from, to, bend }) => (from.y + to.y) / 2 - bend * (to.x - from.x);

/** The point of a line at a share of its way. */
function pointOn(line, at) {
  const { from, to } = line;
  const [a, b, c] = [(1 - at) ** 2, 2 * at * (1 - at), at ** 2];
  return { x: a * from.x + b * controlX(line) + c * to.x, y: a * from.y + b * controlY(line) + c * to.y };
}

/**
 * The corners of the head of an arrow.
 * @param {number[]} tip
 * @param {number} angle where the arrow points to
 * @param {number} long length of the head
 */
function headCorners([x, y], angle, long, type) {
  const half = long / 2;
  const shape = {
    bar: [[0, -half], [0, half], [-0.3 * long, half], [-0.3 * long, -half]], diamond: [[0, 0], [-half, 0.36 * long], [-long, 0], [-half, -0.36 * long]],
    triangle: [[0, 0], [-long, 0.5 * long], [-long, -0.5 * long]], vee: [[0, 0], [-long, 0.5 * long], [-0.55 * long, 0], [-long, -0.5 * long]],
  }[type] ?? [[0, 0], [-long, 0.42 * long], [-0.8 * long, 0], [-long, -0.42 * long]];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return shape.map(([a, b]) => [x + a * cos - b * sin, y + a * sin + b * cos]);
}

/** How long the head of a line is, by its breadth, at full zoom. */
const headLength = (width) => 7.5 + 3 * width;

/** The head of a line where it meets the rim of its second dot, whose radius is `rim`. */
function headOf(line, rim, long) {
  const { to } = line;
  const angle = Math.atan2(to.y - controlY(line), to.x - controlX(line));
  return headCorners([to.x - rim * Math.cos(angle), to.y - rim * Math.sin(angle)], angle, long, QUAD_HEADS[line.quad]);
}

/** The dot at a point of the map, of several the one that is nearest; null if none is there. */
function dotAt({ looks }, { scale, grow }, { x, y }) {
  let found = null;
  let nearest = TOUCH_DOT / scale;
  for (const { node, size } of looks.values()) {
    const far = Math.hypot(node.x - x, node.y - y) - size * grow;
    if (far < nearest) [found, nearest] = [node, far];
  }
  return found;
}

/** The line nearest to a point of the map; null if none is near. @returns {Line|null} */
function lineAt({ lines }, frame, point) {
  let found = null;
  let nearest = TOUCH_LINE / frame.scale;
  const near = { left: point.x - nearest, right: point.x + nearest, top: point.y - nearest, bottom: point.y + nearest };
  for (const line of lines.values()) {
    if (!line.from || !line.to || !isInFrame(near, line)) continue;
    const far = distanceTo(line, point);
    if (far < nearest) [found, nearest] = [line, far];
  }
  return found;
}

function distanceTo(line, { x, y }) {
  const steps = line.bend ? CURVE_STEPS : 1;
  let least = Infinity;
  let a = line.from;
  for (let i = 1; i <= steps; i += 1) {
    const b = i === steps ? line.to : pointOn(line, i / steps);
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(a.x + along * dx - x, a.y + along * dy - y));
    a = b;
  }
  return least;
}
