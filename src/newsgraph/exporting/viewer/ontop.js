/**
 * @file What is drawn below and above the dots and lines: grounds of communities, the spotlight, names,
 * relations, signs. Names stand on the canvas in screen size.
 */

const NAMED_ALWAYS = 14; // dots whose names may cover other dots
const CROWD = 500; // more dots than this in the window: no signs, dashes say it
const NAMED_FIRST = 40; // dots whose names come before the marks of the others
const GROUND_LEAST = 5; // smaller communities get no ground

/** A spot given in entities and facts, in dots and lines. */
function onLines({ standIn, lineOf }, { nodes, edges, centre }) {
  return { nodes: new Set([...nodes].map(standIn)), edges: new Set([...edges].map((id) => lineOf.get(id)).filter(Boolean)), centre: centre.map(standIn) };
}

/** The ground of each community: the corners of what holds its dots, map pixels. */
function hullsOf(self) {
  const { model, shown } = self;
  const points = new Map();
  for (const entity of shown) {
    const community = model.communityOf.get(entity.index);
    if (!community) continue;
    if (!points.has(community)) points.set(community, []);
    const { x, y } = spotFor(self, entity);
    points.get(community).push([x, y]);
  }
  if (points.size < 2) return [];
  return [...points].filter(([, dots]) => dots.length >= GROUND_LEAST).map(([community, dots]) => ({ community, corners: hull(dots) }));
}

/** Corners of the convex hull, in order (Andrew's monotone chain). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = ([a, b], [c, d], [e, f]) => (c - a) * (f - b) - (d - b) * (e - a);
  const half = (some) => {
    const chain = [];
    for (const point of some) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** Paint the grounds; the thick round border rounds their corners. */
function drawBelow({ hulls, theme, spread }, ctx) {
  ctx.save();
  ctx.fillStyle = theme.ground;
  ctx.strokeStyle = theme.ground;
  ctx.lineJoin = "round";
  ctx.lineWidth = 70 * spread;
  for (const { corners } of hulls) {
    ctx.beginPath();
    corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

/** Spotlight, names, relations and signs, after vis-network has drawn dots and lines. */
function drawOnTop(self, ctx) {
  const { network, theme, spot, hovered } = self;
  const frame = frameOf(network);
  const { scale } = frame;
  ctx.save();
  if (spot) drawSpotlight(self, ctx);
  paintStrong(self, ctx, { nodes: [hovered?.node, ...(spot?.centre ?? [])].filter(Boolean), edges: [hovered?.edge].filter(Boolean) });
  const taken = new Taken(windowOf(network, scale));
  const inWindow = visibleDots(self, frame);
  const [top, next, rest] = [inWindow.slice(0, NAMED_ALWAYS), inWindow.slice(NAMED_ALWAYS, NAMED_FIRST), inWindow.slice(NAMED_FIRST)];
  const named = (some) => some.filter(({ id, must }) => must || !spot || spot.nodes.has(id));
  const block = (some) => { for (const { id, x, y, r } of named(some)) taken.add([x - r, y - r, 2 * r, 2 * r], id); };
  block(top);
  writeNames(ctx, named(top), taken, theme);
  block(next);
  const signs = spot || inWindow.length <= CROWD ? signsOn(self, frame, taken) : new Map();
  for (const sign of signs.values()) drawSign(ctx, scale, sign, theme);
  const asked = new Set(hovered?.edge ? [hovered.edge] : spot ? spot.edges : []);
  const lines = [...new Set([...asked, ...(spot ? [] : self.backbone)])]
    .map((id) => [0.5, 0.36, 0.64].map((at) => middleOf(self, id, frame, { at, must: asked.has(id), signed: at === 0.5 && signs.has(id) })));
  writeRelations(ctx, scale, lines, taken, theme);
  writeNames(ctx, named(next), taken, theme);
  block(rest);
  writeNames(ctx, named(rest), taken, theme);
  self.written = { words: taken.written, signs: [...signs.values()] };
  ctx.restore();
}

/** Left, top, width and height of what is seen, in screen pixels from the middle of the map. */
function windowOf(network, scale) {
  const { x, y } = network.getViewPosition();
  const { clientWidth, clientHeight } = network.canvas.frame.canvas;
  return [x * scale - clientWidth / 2, y * scale - clientHeight / 2, clientWidth, clientHeight];
}

/** Cover the map with a veil and draw what is lit once more above it. */
function drawSpotlight(self, ctx) {
  const { network, theme, spot, lines, looks } = self;
  const { left, top, right, bottom } = frameOf(network);
  ctx.fillStyle = theme.veil;
  ctx.fillRect(left, top, right - left, bottom - top);
  paintLines(self, ctx, batchLines(self, thoseOf(lines, [...spot.edges])));
  paintDots(self, ctx, batchDots(thoseOf(looks, [...spot.nodes])));
}

/** The dots inside the window in screen pixels, most important first. */
function visibleDots({ model, looks, spot, hovered, groups }, { left, top, right, bottom, scale, grow }) {
  const found = [];
  let rank = -1;
  for (const { id, node: { x, y }, size } of looks.values()) {
    rank += 1;
    if (x < left || y < top || x > right || y > bottom) continue;
    const must = hovered?.node === id || Boolean(spot?.centre.includes(id));
    const group = groups.get(id);
    const name = group ? `${group.label} … (${group.points.length})` : model.entityById.get(id).name;
    const order = (must ? -2e6 : 0) + (spot?.nodes.has(id) ? -1e6 : 0) + rank;
    found.push({ id, rank, order, must, strong: must || Boolean(group), name, x: x * scale, y: y * scale, r: size * grow * scale + 1 });
  }
  return found.sort((a, b) => a.order - b.order);
}

/** A point of a line, its direction and length in screen pixels; null if it is not drawn. */
function middleOf({ theme, lines, looks }, id, { scale, grow }, { must = false, signed = false, at = 0.5 } = {}) {
  const line = lines.get(id);
  if (!line?.from || !line.to) return null;
  const { x, y } = pointOn(line, at);
  const [dx, dy] = [line.to.x - line.from.x, line.to.y - line.from.y];
  const angle = Math.atan2(dx < 0 ? -dy : dy, Math.abs(dx));
  const rims = line.ends.reduce((sum, end) => sum + looks.get(end).size * grow, 0);
  return { id, text: line.label, x: x * scale, y: y * scale, angle, room: (Math.hypot(dx, dy) - rims) * scale, must, signed, colour: theme.quads[line.quad] };
}

/** Free places for the signs of denied and disputed facts; taken by them. @returns {Map<string, Object>} by id of line */
function signsOn(self, frame, taken) {
  const signs = new Map();
  for (const { id, status, disputed } of self.lines.values()) {
    if ((status !== "denied" && !disputed) || (self.spot && !self.spot.edges.has(id))) continue;
    for (const at of [0.5, 0.4, 0.6]) {
      const middle = middleOf(self, id, frame, { at });
      if (!middle || middle.room < 30) break;
      const box = [middle.x - 7, middle.y - 7, 14, 14];
      if (!taken.isFree(box)) continue;
      taken.add(box);
      signs.set(id, { ...middle, sign: disputed ? "!" : "✕" });
      break;
    }
  }
  return signs;
}
