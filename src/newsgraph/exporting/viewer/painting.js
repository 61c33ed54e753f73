/**
 * @file Painting dots and lines. vis-network sets style and path for each of them, which takes most of the time
 * of a frame; here all that look alike are one path, and what is too small to be seen is left out.
 *
 * @typedef {{id: string, node: {x: number, y: number}, shape: string, size: number, fill: string, border: string,
 *   rim: number}} Look How a dot looks; `rim`: breadth of its border
 */

const HEAD_LEAST = 3; // pixels of the screen; a shorter head of an arrow is not drawn
const RIM_LEAST = 0.4;
const ON_TOP = 150; // dots that are painted above all others, whatever they look like

/** Have a network painted and pointed at by this file instead of by vis-network itself. */
function paintInstead(self) {
  const { renderer, selectionHandler, canvas } = self.network;
  renderer._drawEdges = (ctx) => paintLines(self, ctx, self.lineBatches);
  renderer._drawNodes = (ctx) => {
    for (const batches of self.dotBatches) paintDots(self, ctx, batches);
    return { drawExternalLabels: null };
  };
  renderer._drawArrows = () => {};
  selectionHandler.getNodeAt = (pointer, whole = true) => {
    const node = dotAt(self, frameOf(self.network), canvas.DOMtoCanvas(pointer));
    return node ? (whole ? node : node.id) : undefined;
  };
}

/** Sort lines by what their strokes look like. */
function batchLines({ theme }, lines) {
  const batches = new Map();
  for (const line of lines) {
    if (!line.from || !line.to) continue;
    const opacity = Math.min(0.95, 0.5 + 0.14 * line.articles);
    const width = Math.round(4 * (1.2 + 1.1 * Math.log2(line.articles) + (line.facts.length > 1 ? 1 : 0))) / 4;
    const key = `${line.quad} ${line.status} ${opacity} ${width}`;
    if (!batches.has(key)) batches.set(key, { colour: alpha(theme.quads[line.quad], opacity), width, dashes: line.dashes, lines: [] });
    batches.get(key).lines.push(line);
  }
  return [...batches.values()];
}

/** Sort dots by what they look like; those that come first are painted last. @param {Look[]} looks */
function batchDots(looks) {
  const batches = new Map();
  for (const look of looks) {
    const key = `${look.shape} ${look.fill} ${look.border} ${look.rim}`;
    if (!batches.has(key)) batches.set(key, { ...look, looks: [] });
    batches.get(key).looks.push(look);
  }
  return [...batches.values()].reverse();
}

/** Make ready what all frames have in common; to be done whenever dots or lines have changed. */
function prepareBatches(self) {
  const looks = [...self.looks.values()];
  self.lineBatches = batchLines(self, self.lines.values());
  self.dotBatches = [looks.slice(ON_TOP), looks.slice(0, ON_TOP)].map(batchDots);
}

function paintLines({ network, looks }, ctx, batches, more = 0) {
  const frame = frameOf(network);
  const { grow, scale } = frame;
  ctx.save();
  ctx.lineCap = "butt";
  for (const { colour, width, dashes, lines } of batches) {
    const seen = lines.filter((line) => isInFrame(frame, line));
    if (!seen.length) continue;
    ctx.beginPath();
    for (const line of seen) {
      ctx.moveTo(line.from.x, line.from.y);
      if (line.bend) ctx.quadraticCurveTo(controlX(line), controlY(line), line.to.x, line.to.y);
      else ctx.lineTo(line.to.x, line.to.y);
    }
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = (width + more) * grow;
    ctx.setLineDash(dashes ? dashes.map((length) => length * grow) : []);
    ctx.stroke();
    const long = headLength(width) * grow;
    if (long * scale >= HEAD_LEAST) paintHeads(looks, ctx, seen, grow, long);
  }
  ctx.restore();
}

function paintHeads(looks, ctx, lines, grow, long) {
  ctx.beginPath();
  for (const line of lines) {
    if (!line.symmetric) outline(ctx, headOf(line, (looks.get(line.ends[1])?.size ?? 0) * grow, long));
  }
  ctx.fill();
}

/** Go round corners, back to the first: `closePath` would look at the whole path each time. */
function outline(ctx, corners) {
  ctx.moveTo(corners[0][0], corners[0][1]);
  for (let i = corners.length - 1; i >= 0; i -= 1) ctx.lineTo(corners[i][0], corners[i][1]);
}

function paintDots({ network }, ctx, batches) {
  const { left, top, right, bottom, scale, grow } = frameOf(network);
  for (const { shape, fill, border, rim, looks } of batches) {
    const corners = SHAPE_CORNERS[shape];
    ctx.beginPath();
    for (const { node: { x, y }, size } of looks) {
      const r = size * grow;
      if (x + r < left || x - r > right || y + r < top || y - r > bottom) continue;
      if (corners) outline(ctx, corners.map(([a, b]) => [x + a * r, y + b * r]));
      else {
        ctx.moveTo(x + r, y);
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
    }
    ctx.fillStyle = fill;
    ctx.fill();
    if (rim * grow * scale < RIM_LEAST) continue;
    ctx.strokeStyle = border;
    ctx.lineWidth = rim * grow;
    ctx.stroke();
  }
}

/** What is on the map of some ids. @param {Map<string, Object>} things by id */
const thoseOf = (things, ids) => ids.map((id) => things.get(id)).filter(Boolean);

/** Paint what is pointed at or chosen once more, stronger. */
function paintStrong(self, ctx, { nodes, edges }) {
  const { looks, lines, theme } = self;
  const strong = (look) => ({ ...look, border: theme.ink, rim: Math.max(2.4, look.rim) });
  const strongLines = thoseOf(lines, edges);
  paintLines(self, ctx, batchLines(self, strongLines), 0.8);
  const ends = strongLines.flatMap((line) => line.ends);
  paintDots(self, ctx, batchDots(thoseOf(looks, [...new Set(ends)].filter((id) => !nodes.includes(id)))));
  paintDots(self, ctx, batchDots(thoseOf(looks, nodes).map(strong)));
}
