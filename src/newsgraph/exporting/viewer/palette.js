/**
 * @file Colours and shapes. Hues are chosen to stay apart for colour-blind readers (Tol, Okabe and
 * Ito), and nothing is told by colour alone: kinds differ in shape, lines in arrow head and dashes.
 */

const KIND_SHAPES = {
  person: "dot", organization: "square", place: "triangleDown", group: "hexagon", event: "star",
  document: "diamond", product: "triangle", position: "ellipse", other: "dot",
};

const THEMES = {
  light: {
    paper: "#fbfaf7", ink: "#1c2229", muted: "#616871", halo: "rgba(251,250,247,0.92)", veil: "rgba(251,250,247,0.84)", ground: "#f4f1e8",
    kinds: {
      person: "#c4566a", organization: "#3c3f96", place: "#217a4b", group: "#a6488f", event: "#d3b13f",
      document: "#5fb0d3", product: "#8f8c2f", position: "#3d9c8c", other: "#8b919a",
    },
    quads: {
      "verbal cooperation": "#3a86bd", "material cooperation": "#0c8f69",
      "verbal conflict": "#d18f0b", "material conflict": "#cb5409", none: "#959ba4",
    },
  },
  dark: {
    paper: "#171b21", ink: "#eceae4", muted: "#9aa2ae", halo: "rgba(23,27,33,0.9)", veil: "rgba(23,27,33,0.84)", ground: "#1b2028",
    kinds: {
      person: "#e58a99", organization: "#8f95e8", place: "#57b983", group: "#d184c2", event: "#e6d27c",
      document: "#8fd0ee", product: "#c2bf62", position: "#63c9b8", other: "#9fa6b0",
    },
    quads: {
      "verbal cooperation": "#63b1e5", "material cooperation": "#34bd93",
      "verbal conflict": "#edb444", "material conflict": "#f07f3c", none: "#7b838f",
    },
  },
};

/** Head of the arrow, by kind of relation. */
const QUAD_HEADS = {
  "verbal cooperation": "vee", "material cooperation": "triangle",
  "verbal conflict": "diamond", "material conflict": "bar", none: "arrow",
};

const QUAD_LABELS = {
  "verbal cooperation": "Cooperation in words", "material cooperation": "Cooperation in deeds",
  "verbal conflict": "Conflict in words", "material conflict": "Conflict in deeds", none: "Other ties",
};

/** Dashes on the map, by standing of the fact. */
const STATUS_DASHES = { asserted: false, denied: [9, 6], planned: [2, 5] };

/** `#rrggbb` with an opacity. */
function alpha(colour, opacity) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${opacity})`;
}

/** The shape of a kind of entity as a small picture. */
function kindIcon(kind, size = 14) {
  const points = {
    square: "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5", triangleDown: "1.5,3 14.5,3 8,14", triangle: "8,2 14.5,13 1.5,13",
    diamond: "8,1.5 14.5,8 8,14.5 1.5,8", hexagon: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8",
    star: "8,1 9.9,5.9 15,6.1 11,9.3 12.4,14.4 8,11.5 3.6,14.4 5,9.3 1,6.1 6.1,5.9",
  }[KIND_SHAPES[kind]];
  const shape = points ? svg("polygon", { points })
    : svg("ellipse", { cx: 8, cy: 8, rx: 6.5, ry: KIND_SHAPES[kind] === "ellipse" ? 4.2 : 6.5 });
  return svg("svg", { class: `icon kind-${kind}`, viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" }, shape);
}

/** A line as the map draws it: dashes by status, colour and head by quad. */
function lineIcon(quad, status = "asserted") {
  const dashes = STATUS_DASHES[status];
  const line = svg("line", { x1: 1, y1: 6, x2: 24, y2: 6, "stroke-dasharray": dashes ? dashes.map((d) => d * 0.7).join(" ") : null });
  const parts = [line];
  const head = QUAD_HEADS[quad ?? "none"];
  if (status === "denied") parts.push(svg("path", { d: "M9.5 2.5l7 7m0-7l-7 7" }));
  else if (head === "diamond") parts.push(svg("polygon", { points: "20,6 24,2.5 28,6 24,9.5", class: "filled" }));
  else if (head === "bar") parts.push(svg("line", { x1: 26, y1: 1.5, x2: 26, y2: 10.5, class: "thick" }));
  else if (head === "vee") parts.push(svg("path", { d: "M21 2.5L27 6L21 9.5" }));
  else parts.push(svg("polygon", { points: head === "triangle" ? "20,1.5 28,6 20,10.5" : "22,3 28,6 22,9", class: "filled" }));
  return svg("svg", { class: `line quad-${(quad ?? "none").replace(" ", "-")}`, viewBox: "0 0 30 12", width: 30, height: 12, "aria-hidden": "true" }, ...parts);
}

/** What the switch of light and dark leads to: a sun in the dark, a moon in the light. */
function themeIcon(dark) {
  const rays = [0, 45, 90, 135, 180, 225, 270, 315].map((turn) => svg("line", { x1: 8, y1: 1, x2: 8, y2: 2.8, transform: `rotate(${turn} 8 8)` }));
  const shape = dark ? [svg("circle", { cx: 8, cy: 8, r: 3.2 }), ...rays] : [svg("path", { d: "M13.2 10A5.8 5.8 0 1 1 6 2.8a4.6 4.6 0 0 0 7.2 7.2z" })];
  return svg("svg", { class: "outline", viewBox: "0 0 16 16", width: 17, height: 17, "aria-hidden": "true" }, ...shape);
}
