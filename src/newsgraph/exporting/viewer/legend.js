/**
 * @file The legend, which is also the filter: what is on the page, how often, and switches for it.
 */

/** A button that undoes all filters. */
const showEverything = (text, props = { class: "more" }) => button(text,
  () => change({ off: new Set(), hidden: new Set(), pinned: new Map(), folded: new Set(), least: 0, from: "", to: "" }, { step: true }), props);

/** Build the legend once; `refreshLegend` keeps its switches in step with the state. */
function buildLegend(model) {
  byId("legend").replaceChildren(...[
    el("div", { class: "legend-head" }, el("h2", {}, "Legend"),
      showEverything("Show everything", { class: "quiet", id: "reset" })),
    el("section", {}, el("h3", {}, "Entities"), ...model.kinds.map((kind) =>
      switchRow(`kind:${kind.name}`, [kindIcon(kind.name), kind.label], kind.count))),
    el("section", {}, el("h3", {}, "Standing"), ...Object.keys(STATUS_WORDS).map((status) =>
      switchRow(`status:${status}`, [lineIcon("none", status), STATUS_WORDS[status]], model.statements.filter((s) => s.status === status).length)),
      el("p", { class: "note" }, "A line with ! is disputed: stated by one, denied by another.")),
    relationSection(model),
    confidenceSection(),
    modalitySection(model),
    outletSection(model),
    speakerSection(model),
  ].filter(Boolean));
}

/** One switch. @param {string} token the filter it stands for */
function switchRow(token, label, count, title = null) {
  const box = el("input", { type: "checkbox", checked: true, attr: { "data-token": token }, on: { change: () => toggle(token, box.checked) } });
  const only = button("only", () => onlyThis(box), { class: "only", attr: { "aria-label": "Show only this" } });
  return el("div", { class: "switch-row" }, el("label", { title: title ?? "" }, box, ...label), only, el("span", { class: "count" }, grouped.format(count)));
}

/** Switch off everything else in the same section. */
function onlyThis(box) {
  const section = box.closest("section");
  const tokens = section.tokens ?? [...section.querySelectorAll("input[data-token]")].map((other) => other.dataset.token);
  const off = new Set([...state.off, ...tokens]);
  off.delete(box.dataset.token);
  change({ off }, { step: true });
}

function relationSection(model) {
  const groups = new Map();
  for (const relation of model.relations) {
    if (!groups.has(relation.group)) groups.set(relation.group, []);
    groups.get(relation.group).push(relation);
  }
  const quads = new Set(model.relations.map((relation) => relation.quad ?? "none"));
  return el("section", {}, el("h3", {}, "Relations"),
    el("div", { class: "quads" }, ...Object.keys(QUAD_LABELS).filter((quad) => quads.has(quad))
      .map((quad) => el("span", {}, lineIcon(quad === "none" ? null : quad), QUAD_LABELS[quad]))),
    ...[...groups].map(([group, relations]) => relationGroup(group, relations)));
}

function relationGroup(group, relations) {
  const box = el("input", { type: "checkbox", checked: true, attr: { "data-group": group, "aria-label": `All of ${unCamel(group)}` } });
  box.addEventListener("change", () => {
    const off = new Set(state.off);
    for (const { name } of relations) if (box.checked) off.delete(name); else off.add(name);
    change({ off }, { step: true });
  });
  const total = relations.reduce((sum, relation) => sum + relation.count, 0);
  // The box stands beside the summary: a control within a control cannot be reached by everyone.
  return el("div", { class: "relations" }, box, el("details", {},
    el("summary", {}, el("span", {}, capital(unCamel(group))), el("span", { class: "count" }, grouped.format(total))),
    ...relations.map((relation) => switchRow(relation.name, [lineIcon(relation.quad), relation.label], relation.count, relation.definition))));
}

function confidenceSection() {
  const slider = el("input", { type: "range", id: "least", min: 0, max: 1, step: 0.05, value: 0, attr: { "aria-label": "Lowest confidence" } });
  let waiting = 0;
  slider.addEventListener("input", () => {
    byId("least-words").textContent = leastWords(Number(slider.value));
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ least: Number(slider.value) }), 60);
  });
  return el("section", {}, el("h3", {}, "Confidence"), el("div", { class: "slider" }, slider, el("output", { id: "least-words" }, leastWords(0))));
}

const leastWords = (least) => (least ? `${least.toFixed(2)} or more` : "any");

function outletSection(model) {
  if (!model.outlets.some(({ name }) => name)) return null;
  return el("section", { tokens: model.outlets.map(({ name }) => `outlet:${name}`) }, el("details", { open: model.outlets.length <= 6 }, el("summary", {}, el("h3", {}, "Outlets")),
    ...model.outlets.slice(0, 80).map(({ name, count }) => switchRow(`outlet:${name}`, [name || "Unknown outlet"], count))));
}

/** Planned and possible told apart; nothing if all there is is actual. */
function modalitySection(model) {
  const counts = new Map();
  for (const { modality = "actual" } of model.statements) counts.set(modality, (counts.get(modality) ?? 0) + 1);
  if (counts.size < 2) return null;
  return el("section", {}, el("details", {}, el("summary", {}, el("h3", {}, "Modality")), ...Object.entries(MODALITY_FILTERS).filter(([name]) => counts.has(name))
    .map(([name, words]) => switchRow(`modality:${name}`, [words], counts.get(name)))));
}

function speakerSection(model) {
  if (model.speakers.length < 2) return null;
  return el("section", { tokens: model.speakers.map(({ voice }) => `speaker:${voice}`) }, el("details", {}, el("summary", {}, el("h3", {}, "Said by")), ...model.speakers.slice(0, 80).map(({ voice, name, count }) => switchRow(`speaker:${voice}`, [name], count))));
}

/** Bring the switches in step with the state. */
function refreshLegend() {
  const legend = byId("legend");
  for (const box of legend.querySelectorAll("input[data-token]")) box.checked = !state.off.has(box.dataset.token);
  for (const box of legend.querySelectorAll("input[data-group]")) {
    const own = [...box.closest(".relations").querySelectorAll("input[data-token]")];
    const on = own.filter((one) => one.checked).length;
    box.checked = on === own.length;
    box.indeterminate = on > 0 && on < own.length;
  }
  byId("least").value = state.least;
  byId("least-words").textContent = leastWords(state.least);
  byId("reset").hidden = !(state.off.size || state.hidden.size || state.pinned.size || state.folded.size || state.least || state.from || state.to);
}
