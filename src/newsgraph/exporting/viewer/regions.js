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
  const draw = (theme) => {
    const colours = Object.values(theme.kinds);
    network.setData({
      nodes: data.regions.map((region, i) => ({ id: i, x: region.x, y: region.y, shape: "dot", size: 8 + 2.2 * Math.sqrt(region.entities) ** 0.9,
        label: region.names.slice(0, 2).map((name) => shorten(name, 24)).join("\n"), font: { color: theme.ink, size: 26, face: FONT, strokeWidth: 5, strokeColor: theme.paper },
        color: { background: alpha(colours[i % colours.length], 0.75), border: theme.paper, highlight: colours[i % colours.length], hover: colours[i % colours.length] } })),
      edges: [...strongest].map(({ from, to, facts }, i) => ({ id: i, from, to, arrows: "", width: 1 + 9 * Math.sqrt(facts / most), color: alpha(theme.muted, 0.35) })),
    });
    network.fit({ animation: false });
  };
  return { draw, network, remove: () => { network.destroy(); container.remove(); } };
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
