/**
 * @file The map as it stands as a picture in vectors (SVG): the same dots, lines, names and signs.
 */

const FAINT = 0.16; // opacity of what the spotlight leaves in the dark
const CURVE_STEPS = 12;

/** What is on the map now, in pixels of the screen from the upper left corner of the map. */
function drawingOf(self) {
  const { network, theme, spot, lines, dots, groups, model, written } = self;
  const scale = network.getScale();
  const [left, top, width, height] = windowOf(network, scale);
  const at = ({ x, y }) => [x * scale - left, y * scale - top];
  const lit = (set, id) => !spot || set.has(id);
  const drawn = [...lines.values()].map((line) => ({ line, edge: network.body.edges[line.id] })).filter(({ edge }) => edge?.connected);
  return {
    width, height, theme,
    lines: drawn.map(({ line, edge }) => ({
      ...line, lit: lit(spot?.edges, line.id), colour: theme.quads[line.quad], width: edge.options.width * scale,
      dashes: edge.options.dashes && edge.options.dashes.map((length) => length * scale), room: (edge.to.options.size ?? 0) * scale,
      points: Array.from({ length: CURVE_STEPS + 1 }, (_, i) => at(edge.edgeType.getPoint(i / CURVE_STEPS))),
    })),
    dots: [...self.ranks.keys()].map((id) => network.body.nodes[id]).filter(Boolean).map((node) => {
      const entity = groups.has(node.id) ? null : model.entityById.get(node.id);
      return { at: at(node), r: node.options.size * scale, shape: entity ? KIND_SHAPES[entity.kind] : "dot", lit: lit(spot?.nodes, node.id),
        fill: node.options.color.background, border: node.options.color.border, title: entity?.name ?? groups.get(node.id).label, known: dots.has(node.id) };
    }),
    words: written.words.map((word) => ({ ...word, x: word.x - left, y: word.y - top })),
    signs: written.signs.map((sign) => ({ ...sign, x: sign.x - left, y: sign.y - top })),
  };
}

const SHAPE_CORNERS = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]], triangle: [[0, -1.1], [1, 0.75], [-1, 0.75]], triangleDown: [[0, 1.1], [1, -0.75], [-1, -0.75]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]], hexagon: [0, 1, 2, 3, 4, 5].map((i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)]),
  star: Array.from({ length: 10 }, (_, i) => [0.5, 1.3][(i + 1) % 2]).map((r, i) => [r * Math.sin((i * Math.PI) / 5), -r * Math.cos((i * Math.PI) / 5)]),
};

const rounded = (value) => Math.round(value * 10) / 10;
const corners = (points) => points.map((point) => point.map(rounded).join(",")).join(" ");

function dotShape({ at: [x, y], r, shape, fill, border, lit, title }) {
  const look = { fill, stroke: border, "stroke-width": 1.2, opacity: lit ? null : FAINT };
  const name = svg("title", {}, title);
  const outline = SHAPE_CORNERS[shape];
  if (!outline) return svg("circle", { cx: rounded(x), cy: rounded(y), r: rounded(r), ...look }, name);
  return svg("polygon", { points: corners(outline.map(([a, b]) => [x + a * r, y + b * r])), ...look }, name);
}

function lineShape({ points, colour, width, dashes, lit, symmetric, room, label, quad }) {
  const look = { opacity: lit ? 0.85 : FAINT };
  const path = svg("polyline", { points: corners(points), fill: "none", stroke: colour, "stroke-width": rounded(width), "stroke-dasharray": dashes ? dashes.map(rounded).join(" ") : null, ...look }, svg("title", {}, label));
  return symmetric ? [path] : [path, svg("polygon", { points: corners(arrowHead(points, room, width, quad)), fill: colour, ...look })];
}

/** A head of an arrow that touches the rim of its dot; a bar or a diamond where the map has one. */
function arrowHead(points, room, width, quad) {
  const end = points[points.length - 1];
  const before = points[points.length - 3];
  const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
  const tip = [end[0] - room * Math.cos(angle), end[1] - room * Math.sin(angle)];
  const size = 4 + 2 * width;
  const shapes = { bar: [[0, -size], [0, size], [-2, size], [-2, -size]], diamond: [[0, 0], [-size, size / 2], [-2 * size, 0], [-size, -size / 2]] };
  const shape = shapes[QUAD_HEADS[quad]] ?? [[0, 0], [-size * 1.6, size * 0.7], [-size * 1.2, 0], [-size * 1.6, -size * 0.7]];
  return shape.map(([a, b]) => [tip[0] + a * Math.cos(angle) - b * Math.sin(angle), tip[1] + a * Math.sin(angle) + b * Math.cos(angle)]);
}

function wordShape({ text, x, y, size, weight, angle, colour, italic }, theme) {
  return svg("text", { x: rounded(x), y: rounded(y), "font-size": rounded(size), "font-weight": weight, "font-style": italic ? "italic" : null, fill: colour,
    stroke: theme.paper, "stroke-width": 3, "paint-order": "stroke", "text-anchor": "middle", "dominant-baseline": "central",
    transform: angle ? `rotate(${rounded((angle * 180) / Math.PI)} ${rounded(x)} ${rounded(y)})` : null }, text);
}

/** @returns {string} an SVG document of the map, with title and source line */
const mapAsSvg = (model, drawing) => new XMLSerializer().serializeToString(svgOfMap(model, drawing));

/** @param {number} [head] pixels for title and source line; 0 for none */
function svgOfMap(model, drawing, head = 56) {
  const { width, height, theme } = drawing;
  const words = (text, y, size, weight, colour) => svg("text", { x: 20, y, "font-size": size, "font-weight": weight, fill: colour }, text);
  const sign = ({ x, y, sign: text, colour }) => [svg("circle", { cx: rounded(x), cy: rounded(y), r: 6.5, fill: theme.paper, stroke: colour }),
    wordShape({ text, x, y, size: 9.5, weight: 700, angle: 0, colour }, theme)];
  return svg("svg", { viewBox: `0 0 ${width} ${height + head}`, width, height: height + head, "font-family": FONT },
    svg("title", {}, model.meta.title), svg("rect", { width, height: height + head, fill: theme.paper }),
    ...(head ? [words(model.meta.title, 28, 20, 600, theme.ink), words(byId("summary").textContent, 47, 12, 400, theme.muted)] : []),
    svg("g", { transform: `translate(0 ${head})` }, ...drawing.lines.flatMap(lineShape), ...drawing.dots.map(dotShape),
      ...drawing.signs.flatMap(sign), ...drawing.words.map((word) => wordShape(word, theme))));
}
