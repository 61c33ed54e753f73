/**
 * @file The map as it stands as a picture in vectors (SVG): the same dots, lines, names and signs.
 */

const FAINT = 0.16; // opacity of what the spotlight leaves in the dark

/** What is on the map now, in pixels of the screen from the upper left corner of the map. */
function drawingOf(self) {
  const { network, theme, spot, lines, looks, groups, model, written } = self;
  const { scale, grow } = frameOf(network);
  const [left, top, width, height] = windowOf(network, scale);
  const at = ([x, y]) => [x * scale - left, y * scale - top];
  const lit = (set, id) => !spot || set.has(id);
  return {
    width, height, theme,
    lines: batchLines(self, lines.values()).flatMap((batch) => batch.lines.map((line) => ({
      label: line.label, lit: lit(spot?.edges, line.id), colour: theme.quads[line.quad], width: batch.width * grow * scale,
      dashes: batch.dashes && batch.dashes.map((length) => length * grow * scale),
      points: Array.from({ length: CURVE_STEPS + 1 }, (_, i) => pointOn(line, i / CURVE_STEPS)).map(({ x, y }) => at([x, y])),
      head: line.symmetric ? null : headOf(line, looks.get(line.ends[1]).size * grow, headLength(batch.width) * grow).map(at),
    }))),
    dots: [...looks.values()].map(({ id, node, size, shape, fill, border }) => ({ at: at([node.x, node.y]), r: size * grow * scale, shape, fill, border, lit: lit(spot?.nodes, id),
      title: groups.get(id)?.label ?? model.entityById.get(id).name })),
    words: written.words.map((word) => ({ ...word, x: word.x - left, y: word.y - top })),
    signs: written.signs.map((sign) => ({ ...sign, x: sign.x - left, y: sign.y - top })),
  };
}

const rounded = (value) => Math.round(value * 10) / 10;
const corners = (points) => points.map((point) => point.map(rounded).join(",")).join(" ");

function dotShape({ at: [x, y], r, shape, fill, border, lit, title }) {
  const look = { fill, stroke: border, "stroke-width": 1.2, opacity: lit ? null : FAINT };
  const name = svg("title", {}, title);
  const outline = SHAPE_CORNERS[shape];
  if (!outline) return svg("circle", { cx: rounded(x), cy: rounded(y), r: rounded(r), ...look }, name);
  return svg("polygon", { points: corners(outline.map(([a, b]) => [x + a * r, y + b * r])), ...look }, name);
}

function lineShape({ points, colour, width, dashes, lit, head, label }) {
  const look = { opacity: lit ? 0.85 : FAINT };
  const path = svg("polyline", { points: corners(points), fill: "none", stroke: colour, "stroke-width": rounded(width), "stroke-dasharray": dashes ? dashes.map(rounded).join(" ") : null, ...look }, svg("title", {}, label));
  return head ? [path, svg("polygon", { points: corners(head), fill: colour, ...look })] : [path];
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
