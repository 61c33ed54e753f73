/**
 * @file The overview of a graph that is too large for one map: a dot for each region, that is for entities
 * that many facts tie to each other. Opening one shows its map.
 *
 * @typedef {{id: string, names: string[], entities: number, facts: number, x: number, y: number}} Region
 */

/**
 * @param {{regions: Region[], ties: {from: number, to: number, facts: number}[], others: number}} data
 * @param {function(Region)} open
 */
function createRegions(data, open) {
  const container = el("div", { id: "regions" });
  byId("map").after(container);
  const most = Math.max(1, ...data.ties.map(({ facts }) => facts));
  const strongest = new Set([...data.ties].sort((a, b) => b.facts - a.facts).slice(0, 3 * data.regions.length));
  const network = new vis.Network(container, { nodes: [], edges: [] }, { ...page.model.options, interaction: { hover: true, keyboard: false, selectConnectedEdges: false, hoverConnectedEdges: false } });
  network.on("click", ({ nodes: [node] }) => node !== undefined && open(data.regions[node]));
  let inUse = THEMES[themeName()];
  network.on("afterDrawing", (ctx) => nameRegions(ctx, network, data.regions, inUse));
  const draw = (theme) => {
    inUse = theme;
    const colours = Object.values(theme.kinds);
    network.setData({
      nodes: data.regions.map((region, i) => ({ id: i, x: region.x, y: region.y, shape: "dot", size: sizeOf(region),
        color: { background: alpha(colours[i % colours.length], 0.75), border: theme.paper, highlight: colours[i % colours.length], hover: colours[i % colours.length] } })),
      edges: [...strongest].map(({ from, to, facts }, i) => ({ id: i, from, to, arrows: "", width: 1 + 9 * Math.sqrt(facts / most), color: alpha(theme.muted, 0.35) })),
    });
    network.fit({ animation: false });
  };
  return { draw, network, zoom: (factor) => zoomBy(network, factor), fit: () => network.fit({ animation: { duration: 180 } }), remove: () => { network.destroy(); container.remove(); } };
}

const STRONG = 8; // regions whose names come first

const sizeOf = ({ entities }) => 16 + 2.2 * Math.sqrt(entities) ** 0.9;

/** Write the names of the regions, of one size on the screen, the largest first and none over another. */
function nameRegions(ctx, network, regions, theme) {
  const scale = network.getScale();
  const taken = new Taken(windowOf(network, scale));
  const dots = regions.map((region, rank) => ({ id: region.id, x: region.x * scale, y: region.y * scale, r: sizeOf(region) * scale, name: region.names[0], strong: rank < STRONG, must: false, rank }));
  ctx.save();
  for (const some of [dots.slice(0, STRONG), dots.slice(STRONG)]) {
    for (const { id, x, y, r } of some) taken.add([x - 0.7 * r, y - 0.7 * r, 1.4 * r, 1.4 * r], id);
    writeNames(ctx, some, taken, theme);
  }
  ctx.restore();
}

/** What the signs of the overview mean. */
function regionsLegend() {
  const line = (width) => svg("svg", { viewBox: "0 0 28 12", width: 28, height: 12, class: "line quad-none", "aria-hidden": "true" }, svg("path", { d: "M1 6 H27", "stroke-width": width }));
  const dot = (r) => svg("svg", { viewBox: "0 0 28 20", width: 28, height: 20, "aria-hidden": "true" }, svg("circle", { cx: 14, cy: 10, r, class: "kind-other" }));
  return el("section", { class: "of-regions" },
    el("div", { class: "quads" }, el("span", {}, dot(9), "Region: entities tied together most"), el("span", {}, dot(4), "Smaller: fewer entities"), el("span", {}, line(1), "Facts between two regions"), el("span", {}, line(3), "More such facts")),
    el("p", { class: "note" }, "A region bears the name of its best-supported entity. Colours only tell regions apart. Filters are here when one is open."));
}

/** The regions as a list, for readers of screens and for the keyboard. */
function regionsPanel(data, totals, open) {
  const row = (region) => button([
    el("span", { class: "what" }, region.names.join(" · ")),
    el("span", { class: "much" }, `${counted(region.entities, "entity", "entities")} · ${counted(region.facts, "fact")}`),
  ], () => open(region), { class: "row region" });
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, "At a glance"),
      el("p", { class: "lead" }, `${counted(totals.facts, "fact")} about ${counted(totals.entities, "entity", "entities")}: too many for one map. Each dot is a region of it, named after those with most support. Open one, or find a name.`)),
    el("section", {}, el("h3", {}, "Regions", badge(data.regions.length)), ...data.regions.map(row)),
    data.others > 0 && el("p", { class: "note" }, `${counted(data.others, "entity", "entities")} are in smaller ones: find them by name.`),
  ];
}
