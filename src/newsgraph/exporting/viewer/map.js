/**
 * @file The map: vis-network holds dots and lines; names, signs and the spotlight are drawn on top.
 */

const BACKBONE = 40; // lines that say what they mean without being asked
const NAMED_ALWAYS = 14; // dots whose names may cover other dots
const CROWD = 500; // more dots than this in the window: no signs, dashes say it
const NAMED_FIRST = 40; // dots whose names come before the marks of the others

/**
 * @param {HTMLElement} container
 * @param {Object} data the page's nodes, edges and options
 * @param {{onEntity: function(string), onFact: function(string), onNothing: function(), onFocus: function(string)}} on
 */
function createMap(container, model, on) {
  const dots = new Map(model.nodes.map((node) => [node.id, node]));
  const lines = new Map(model.edges.map((edge) => [edge.id, edge]));
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, model.options);
  const self = { network, nodes, edges, dots, lines, model, theme: THEMES.light, spot: null, hovered: null, sight: null,
    ranks: new Map(), spread: 1, step: 0, themeName: "light", drawnNodes: new Map(), drawnEdges: new Map() };

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) on.onEntity(node);
    else if (edge !== undefined) on.onFact(edge);
    else on.onNothing();
  });
  network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && on.onFocus(node));
  const hover = (what) => { self.hovered = what; container.classList.toggle("pointing", what !== null); };
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("hoverEdge", ({ edge }) => hover({ edge }));
  network.on("blurNode", () => hover(null));
  network.on("blurEdge", () => hover(null));
  network.on("afterDrawing", (ctx) => self.sight && drawOnTop(self, ctx));

  return {
    network,
    show: (sight, themeName) => showSight(self, sight, themeName),
    spotlight: (spot) => { self.spot = spot; network.redraw(); },
    fit: (ids = null, animate = true) => fitTo(self, ids, animate),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: { duration: 180 } }),
    neighbourTowards: (id, key) => neighbourTowards(self, id, key),
    redraw: () => { network.setSize("100%", "100%"); network.redraw(); },
    canvas: () => container.querySelector("canvas"),
  };
}

/** Put what is in sight on the map. */
function showSight(self, sight, themeName) {
  const { model, dots } = self;
  Object.assign(self, { sight, themeName, theme: THEMES[themeName] });
  // Few of many: pull the dots together, so that they keep their places to each other but fill the page.
  const share = Math.sqrt(sight.shown.size / Math.max(1, dots.size));
  self.spread = Math.max(1 / model.meta.spread, Math.min(1, share));
  const support = (entity) => sight.support.get(entity.index) ?? 0;
  self.shown = [...sight.shown].map((index) => model.entities[index]).filter(({ id }) => dots.has(id))
    .sort((a, b) => support(b) - support(a) || a.index - b.index);
  self.ranks = new Map(self.shown.map(({ id }, rank) => [id, rank]));
  self.bends = bendParallels(sight.drawn);
  self.backbone = sight.drawn.slice(0, BACKBONE).map(({ fact }) => fact.id);
  const many = sight.drawn.length > 1500;
  self.network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
  drawItems(self);
}

/** Hand vis-network the dots and lines; only those that changed. */
function drawItems(self) {
  const { shown, sight, bends } = self;
  const grow = growth(self.step);
  sync(self.nodes, self.drawnNodes, shown.map((entity) => nodeItem(self, entity, grow)));
  sync(self.edges, self.drawnEdges, sight.drawn.map((seen) => edgeItem(self, seen, bends.get(seen.fact.index), grow)));
}

/** Bring a vis DataSet to the wanted items with as few changes as possible. */
function sync(dataSet, drawn, items) {
  const wanted = new Map(items.map((item) => [item.id, item]));
  const gone = [...drawn.keys()].filter((id) => !wanted.has(id));
  dataSet.remove(gone);
  for (const id of gone) drawn.delete(id);
  const changed = items.filter((item) => {
    const mark = JSON.stringify(item);
    if (drawn.get(item.id) === mark) return false;
    drawn.set(item.id, mark);
    return true;
  });
  dataSet.update(changed);
}

function nodeItem({ dots, theme, spread }, entity, grow) {
  const { id, size, x, y } = dots.get(entity.id);
  const fill = theme.kinds[entity.kind];
  const colour = { background: entity.described ? theme.paper : fill, border: entity.described ? fill : theme.paper };
  const strong = { background: colour.background, border: theme.ink };
  const shape = KIND_SHAPES[entity.kind] === "ellipse" ? "dot" : KIND_SHAPES[entity.kind];
  return { id, shape, size: size * grow * (shape === "dot" ? 1 : 0.92), x: x * spread, y: y * spread,
    color: { ...colour, highlight: strong, hover: strong } };
}

function edgeItem({ model, lines, theme }, { fact, articles, status }, bend, grow) {
  const { id, from, to } = lines.get(fact.id);
  const colour = theme.quads[fact.quad ?? "none"];
  const width = (1.2 + 1.1 * Math.log2(articles)) * grow;
  const opacity = Math.min(0.95, 0.5 + 0.14 * articles);
  const symmetric = model.relationOf.get(fact.relation).symmetric;
  return {
    id, from, to, width,
    dashes: STATUS_DASHES[status] && STATUS_DASHES[status].map((length) => length * grow),
    color: { color: alpha(colour, opacity), highlight: colour, hover: colour },
    arrows: { to: { enabled: !symmetric, type: QUAD_HEADS[fact.quad ?? "none"], scaleFactor: 0.5 } },
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : { enabled: false },
  };
}

/** Facts between the same two entities are bent apart. @returns {Map<number, number>} fact → bend */
function bendParallels(drawn) {
  const pairs = new Map();
  for (const { fact } of drawn) {
    const key = fact.subject < fact.object ? `${fact.subject} ${fact.object}` : `${fact.object} ${fact.subject}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(fact);
  }
  const bends = new Map();
  for (const facts of pairs.values()) {
    const step = Math.min(0.22, 0.9 / facts.length);
    facts.forEach((fact, i) => {
      const bend = (i - (facts.length - 1) / 2) * step;
      bends.set(fact.index, Math.abs(bend) < 0.01 ? 0 : fact.subject < fact.object ? bend : -bend);
    });
  }
  return bends;
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
  ctx.restore();
}

/** Left, top, width and height of what is seen, in screen pixels from the middle of the map. */
function windowOf(network, scale) {
  const { x, y } = network.getViewPosition();
  const { clientWidth, clientHeight } = network.canvas.frame.canvas;
  return [x * scale - clientWidth / 2, y * scale - clientHeight / 2, clientWidth, clientHeight];
}

/** Half-octaves of zoom: dots and lines change their size on screen less than the map does. */
const zoomStep = (scale) => Math.round(2 * Math.log2(Math.min(4, Math.max(0.04, scale))));

/** How much larger than at full zoom; on screen a dot shrinks about as the square root of the scale. */
const growth = (step) => 2 ** ((-0.55 * step) / 2);

function redrawSizes(self, step) {
  if (step === self.step) return;
  self.step = step;
  if (self.sight) drawItems(self);
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
function visibleDots({ network, model, ranks, spot, hovered, dots, step }, scale) {
  const [left, top, width, height] = windowOf(network, scale);
  const grow = growth(step) * scale;
  const found = [];
  for (const [id, rank] of ranks) {
    const node = network.body.nodes[id];
    if (!node) continue;
    const [x, y] = [node.x * scale, node.y * scale];
    if (x < left || y < top || x > left + width || y > top + height) continue;
    const must = hovered?.node === id || (spot?.centre ?? []).includes(id);
    found.push({ id, rank, must, strong: must, name: model.entityById.get(id).name, x, y, r: dots.get(id).size * grow + 1 });
  }
  const order = (dot) => (dot.must ? -2e6 : 0) + (spot?.nodes.has(dot.id) ? -1e6 : 0) + dot.rank;
  return found.sort((a, b) => order(a) - order(b));
}

/** A point of a line, its direction and length in screen pixels; null if it is not drawn. */
function middleOf({ network, model, theme, lines }, id, scale, { must = false, signed = false, at = 0.5 } = {}) {
  const edge = network.body.edges[id];
  if (!edge?.connected) return null;
  const { x, y } = edge.edgeType.getPoint(at);
  const [dx, dy] = [edge.to.x - edge.from.x, edge.to.y - edge.from.y];
  const angle = Math.atan2(dx < 0 ? -dy : dy, Math.abs(dx));
  const room = (Math.hypot(dx, dy) - (edge.from.options.size ?? 0) - (edge.to.options.size ?? 0)) * scale;
  const fact = model.factById.get(id);
  return { id, text: lines.get(id).label, x: x * scale, y: y * scale, angle, room, must, signed, colour: theme.quads[fact.quad ?? "none"] };
}

/** Free places for the signs of denied and disputed facts; taken by them. @returns {Map<string, Object>} by fact id */
function signsOn(self, scale, taken) {
  const signs = new Map();
  for (const { fact, status, disputed } of self.sight.drawn) {
    if ((status !== "denied" && !disputed) || (self.spot && !self.spot.edges.has(fact.id))) continue;
    for (const at of [0.5, 0.4, 0.6]) {
      const middle = middleOf(self, fact.id, scale, { at });
      if (!middle || middle.room < 30) break;
      const box = [middle.x - 7, middle.y - 7, 14, 14];
      if (!taken.isFree(box)) continue;
      taken.add(box);
      signs.set(fact.id, { ...middle, sign: disputed ? "!" : "✕" });
      break;
    }
  }
  return signs;
}

/** Show some dots (all by default) as large as fits, with room for their names. */
function fitTo({ network, ranks }, ids, animate) {
  const wanted = (ids ?? [...ranks.keys()]).filter((id) => ranks.has(id)).map((id) => network.body.nodes[id]).filter(Boolean);
  if (!wanted.length) return;
  const [xs, ys] = [wanted.map((node) => node.x), wanted.map((node) => node.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { clientWidth, clientHeight } = network.canvas.frame.canvas;
  const scale = Math.min((clientWidth - 170) / (right - left || 1), (clientHeight - 130) / (bottom - top || 1), 1.5);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 4 / scale }, scale: Math.max(scale, 0.03),
    animation: animate && { duration: 420, easingFunction: "easeInOutQuad" } });
}

/** The neighbour that lies most in the direction of an arrow key; null if none lies there. */
function neighbourTowards({ network, ranks }, id, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const here = network.body.nodes[id];
  let best = null;
  for (const other of network.getConnectedNodes(id)) {
    const there = network.body.nodes[other];
    if (!there || !ranks.has(other)) continue;
    const [x, y] = [there.x - here.x, there.y - here.y];
    const towards = (x * dx + y * dy) / Math.hypot(x, y);
    if (towards > 0.35 && (!best || towards > best.towards)) best = { other, towards };
  }
  return best?.other ?? null;
}
