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
  const scale = network.getScale();
  if (zoomStep(scale) !== self.step) setTimeout(() => redrawSizes(self, zoomStep(network.getScale())), 0);
  ctx.save();
  if (spot) drawSpotlight(self, ctx);
  const taken = new Taken(windowOf(network, scale));
  const inWindow = visibleDots(self, scale);
  const [top, next, rest] = [inWindow.slice(0, NAMED_ALWAYS), inWindow.slice(NAMED_ALWAYS, NAMED_FIRST), inWindow.slice(NAMED_FIRST)];
  const named = (some) => some.filter(({ id, must }) => must || !spot || spot.nodes.has(id));
  const block = (some) => { for (const { id, x, y, r } of named(some)) taken.add([x - r, y - r, 2 * r, 2 * r], id); };
  block(top);
  writeNames(ctx, scale, named(top), taken, theme);
  block(next);
  const signs = spot || inWindow.length <= CROWD ? signsOn(self, scale, taken) : new Map();
  for (const sign of signs.values()) drawSign(ctx, scale, sign, theme);
  const asked = new Set(hovered?.edge ? [hovered.edge] : spot ? spot.edges : []);
  const lines = [...new Set([...asked, ...(spot ? [] : self.backbone)])]
    .map((id) => [0.5, 0.36, 0.64].map((at) => middleOf(self, id, scale, { at, must: asked.has(id), signed: at === 0.5 && signs.has(id) })));
  writeRelations(ctx, scale, lines, taken, theme);
  writeNames(ctx, scale, named(next), taken, theme);
  block(rest);
  writeNames(ctx, scale, named(rest), taken, theme);
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
function drawSpotlight({ network, theme, spot }, ctx) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  const [w, h] = [ctx.canvas.clientWidth / scale, ctx.canvas.clientHeight / scale];
  ctx.fillStyle = theme.veil;
  ctx.fillRect(x - w, y - h, 2 * w, 2 * h);
  const { nodes, edges } = network.body;
  const lines = [...spot.edges].map((id) => edges[id]).filter(Boolean);
  for (const line of lines) line.draw(ctx);
  for (const line of lines) line.drawArrows(ctx);
  for (const id of spot.nodes) nodes[id]?.draw(ctx);
}

/** The dots inside the window in screen pixels, most important first. */
function visibleDots({ network, model, ranks, spot, hovered, dots, groups, step }, scale) {
  const [left, top, width, height] = windowOf(network, scale);
  const grow = growth(step) * scale;
  const found = [];
  for (const [id, rank] of ranks) {
    const node = network.body.nodes[id];
    if (!node) continue;
    const [x, y] = [node.x * scale, node.y * scale];
    if (x < left || y < top || x > left + width || y > top + height) continue;
    const must = hovered?.node === id || (spot?.centre ?? []).includes(id);
    const group = groups.get(id);
    const [name, size] = group ? [`${group.label} … (${group.points.length})`, group.size] : [model.entityById.get(id).name, dots.get(id).size];
    found.push({ id, rank, must, strong: must || Boolean(group), name, x, y, r: size * grow + 1 });
  }
  const order = (dot) => (dot.must ? -2e6 : 0) + (spot?.nodes.has(dot.id) ? -1e6 : 0) + dot.rank;
  return found.sort((a, b) => order(a) - order(b));
}

/** A point of a line, its direction and length in screen pixels; null if it is not drawn. */
function middleOf({ network, theme, lines }, id, scale, { must = false, signed = false, at = 0.5 } = {}) {
  const edge = network.body.edges[id];
  const line = lines.get(id);
  if (!edge?.connected || !line) return null;
  const { x, y } = edge.edgeType.getPoint(at);
  const [dx, dy] = [edge.to.x - edge.from.x, edge.to.y - edge.from.y];
  const angle = Math.atan2(dx < 0 ? -dy : dy, Math.abs(dx));
  const room = (Math.hypot(dx, dy) - (edge.from.options.size ?? 0) - (edge.to.options.size ?? 0)) * scale;
  return { id, text: line.label, x: x * scale, y: y * scale, angle, room, must, signed, colour: theme.quads[line.quad] };
}

/** Free places for the signs of denied and disputed facts; taken by them. @returns {Map<string, Object>} by id of line */
function signsOn(self, scale, taken) {
  const signs = new Map();
  for (const { id, status, disputed } of self.lines.values()) {
    if ((status !== "denied" && !disputed) || (self.spot && !self.spot.edges.has(id))) continue;
    for (const at of [0.5, 0.4, 0.6]) {
      const middle = middleOf(self, id, scale, { at });
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

