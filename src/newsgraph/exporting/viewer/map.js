/**
 * @file The map: vis-network holds the dots and moves them and the window; all else is drawn here.
 */

const READABLE = 0.35; // share of the window that what is chosen takes up at least

/**
 * @param {HTMLElement} container
 * @param {Object} model with the page's nodes, edges and options
 * @param {{onEntity: function(string), onFact: function(string), onPair: function(string, string), onCommunity: function(number),
 *   onNothing: function(), onFocus: function(string), onPin: function(Map<string, number[]>)}} on
 */
function createMap(container, model, on) {
  const dots = new Map(model.nodes.map((node) => [node.id, node]));
  const labels = new Map(model.edges.map((edge) => [edge.id, edge.label]));
  const nodes = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges: [] }, model.options);
  const self = { network, nodes, dots, labels, model, theme: THEMES.light, spot: null, hovered: null, sight: null, ranks: new Map(),
    lines: new Map(), lineOf: new Map(), looks: new Map(), lineBatches: [], dotBatches: [], spread: 1, themeName: "light", drawnNodes: new Map() };
  paintInstead(self);

  const onDot = (id) => (isGroup(id) ? on.onCommunity(firstOf(id)) : on.onEntity(id));
  const onLine = ({ id, facts, ends }) => (facts.length === 1 || ends.some(isGroup) ? on.onFact(id, facts) : on.onPair(...ends));
  network.on("click", ({ nodes: [node], pointer }) => {
    const line = node === undefined ? lineAt(self, frameOf(network), pointer.canvas) : null;
    if (node !== undefined) onDot(node);
    else if (line) onLine(line);
    else on.onNothing();
  });
  network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && !isGroup(node) && on.onFocus(node));
  network.on("dragEnd", ({ nodes: moved }) => moved.length && on.onPin(placesOf(self, moved.filter((id) => !isGroup(id)))));
  followPointer(self, container);
  network.on("beforeDrawing", (ctx) => self.sight && drawBelow(self, ctx));
  network.on("afterDrawing", (ctx) => self.sight && drawOnTop(self, ctx));

  return {
    network,
    replace: (next) => Object.assign(self, { model: next, sight: null, spot: null, hovered: null, dots: new Map(next.nodes.map((node) => [node.id, node])), labels: new Map(next.edges.map((edge) => [edge.id, edge.label])) }),
    show: (sight, themeName, choice) => drawingOnce(network, () => showSight(self, sight, themeName, choice)),
    spotlight: (spot) => { self.spot = spot && onLines(self, spot); drawSoon(network); },
    fit: (ids = null, animate = true) => fitTo(self, ids && ids.map((id) => self.standIn(id)), animate),
    isReadable: (ids) => isReadable(self, ids.map((id) => self.standIn(id))),
    zoom: (factor) => zoomBy(network, factor),
    neighbourTowards: (id, key) => neighbourTowards(self, id, key),
    redraw: () => { network.setSize("100%", "100%"); network.redraw(); },
    canvas: () => container.querySelector("canvas"),
    drawing: () => drawingOf(self),
    lines: () => self.lines,
  };
}

const drawSoon = (network) => network.body.emitter.emit("_requestRedraw");

/** Do something that vis-network would draw the map several times for: after each change of dots, lines, options. */
function drawingOnce(network, run) {
  network.renderer.allowRedraw = false;
  try {
    run();
  } finally {
    network.renderer.allowRedraw = true;
    drawSoon(network);
  }
}

/** Where dots are now, in pixels of a map that is not pulled together. */
const placesOf = ({ network, spread }, ids) => new Map(Object.entries(network.getPositions(ids))
  .map(([id, { x, y }]) => [id, [x, y].map((value) => Math.round((value / spread) * 10) / 10)]));

/** Put what is in sight on the map. */
function showSight(self, sight, themeName, { limit, pinned, folded }) {
  const { model, dots } = self;
  Object.assign(self, { sight, themeName, pinned, theme: THEMES[themeName] });
  // Few of many: pull the dots together, so that they keep their places to each other but fill the page.
  const share = Math.sqrt(Math.min(limit, dots.size) / Math.max(1, dots.size));
  self.spread = Math.max(1 / model.meta.spread, Math.min(1, share));
  const support = (entity) => sight.support.get(entity.index) ?? 0;
  const shown = [...sight.shown].map((index) => model.entities[index]).filter(({ id }) => dots.has(id))
    .sort((a, b) => support(b) - support(a) || a.index - b.index);
  const standsIn = standInsFor(model, folded);
  self.standIn = (id) => standsIn.get(id) ?? id;
  self.groups = groupsOf(self, shown, standsIn);
  self.shown = shown.filter(({ id }) => !standsIn.has(id));
  self.ranks = new Map([...self.groups.keys(), ...self.shown.map(({ id }) => id)].map((id, rank) => [id, rank]));
  drawLines(self, sight.drawn);
  self.hulls = hullsOf(self);
  drawItems(self);
}

/** Hand vis-network the dots, and make ready how they and the lines look. */
function drawItems(self) {
  const { shown, groups, spread, lines, network: { body } } = self;
  sync(self.nodes, self.drawnNodes, [...[...groups.values()].map(({ id, x, y }) => ({ id, x: x * spread, y: y * spread })), ...shown.map((entity) => ({ id: entity.id, ...spotFor(self, entity) }))]);
  self.looks = looksOf(self);
  for (const line of lines.values()) [line.from, line.to] = line.ends.map((id) => body.nodes[id]);
  prepareBatches(self);
}

const zoomBy = (network, factor) => network.moveTo({ scale: network.getScale() * factor, animation: { duration: 180 } });

/** Whether dots are all in the window, and take up a good part of it or stand as far apart as at full zoom. */
function isReadable({ network, ranks }, ids) {
  const scale = network.getScale();
  const [left, top, width, height] = windowOf(network, scale);
  const seen = ids.filter((id) => ranks.has(id)).map((id) => network.body.nodes[id]).filter(Boolean).map(({ x, y }) => [x * scale - left, y * scale - top]);
  const [xs, ys] = [seen.map(([x]) => x), seen.map(([, y]) => y)];
  const inWindow = seen.every(([x, y]) => x > 20 && y > 20 && x < width - 20 && y < height - 20);
  const wide = Math.max(...xs) - Math.min(...xs) > READABLE * width || Math.max(...ys) - Math.min(...ys) > READABLE * height;
  return inWindow && (wide || scale > 0.8);
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

/** Know what the pointer is on: its name and what it means are written, and it is drawn stronger. */
function followPointer(self, container) {
  const { network } = self;
  const hover = (what) => {
    if (what?.node === self.hovered?.node && what?.edge === self.hovered?.edge) return;
    self.hovered = what;
    container.classList.toggle("pointing", what !== null);
    drawSoon(network);
  };
  network.on("hoverNode", ({ node }) => hover({ node }));
  network.on("blurNode", () => hover(null));
  container.addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
    if (buttons || self.hovered?.node !== undefined) return;
    const { left, top } = container.getBoundingClientRect();
    const line = lineAt(self, frameOf(network), network.DOMtoCanvas({ x: clientX - left, y: clientY - top }));
    hover(line ? { edge: line.id } : null);
  });
  container.addEventListener("pointerleave", () => hover(null));
}

/** The neighbour that lies most in the direction of an arrow key; null if none lies there. */
function neighbourTowards({ network, ranks, lines }, id, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const here = network.body.nodes[id];
  let best = null;
  for (const { ends } of lines.values()) {
    if (!ends.includes(id)) continue;
    const other = ends[0] === id ? ends[1] : ends[0];
    const there = network.body.nodes[other];
    if (!there || !ranks.has(other)) continue;
    const [x, y] = [there.x - here.x, there.y - here.y];
    const towards = (x * dx + y * dy) / Math.hypot(x, y);
    if (towards > 0.35 && (!best || towards > best.towards)) best = { other, towards };
  }
  return best?.other ?? null;
}
