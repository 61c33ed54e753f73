/**
 * @file Putting the page together: what follows from a change of state, keys, light and dark.
 */

const darkWanted = matchMedia("(prefers-color-scheme: dark)");

/** The theme in use: what the reader switched to, else what the system wants. */
const themeName = () => document.documentElement.dataset.theme ?? (darkWanted.matches ? "dark" : "light");

/** Names in the state that decide what is in sight. */
const SIGHT_DEPENDS_ON = ["off", "hidden", "least", "from", "to", "limit", "hops", "chosen"];
const MAP_DEPENDS_ON = ["theme", "pinned", "folded", ...SIGHT_DEPENDS_ON];

async function start() {
  page.model = buildModel(page.remote ? await page.remote.first(await readData()) : await readData());
  Object.assign(state, readAddress(page.model));
  buildLegend(page.model);
  buildTimeline(page.model);
  buildSearch();
  buildSaveMenu(page.model);
  page.map = createMap(byId("map"), page.model, {
    onEntity: (id) => takeEntity(page.model.entityById.get(id).index),
    onFact: (id, [seen]) => choose("fact", seen.fact.index),
    onPair: (one, other) => choose("pair", page.model.entityById.get(one).index, { to: page.model.entityById.get(other).index }),
    onCommunity: (first) => choose("community", first),
    onPin: pinDots,
    onNothing: () => state.chosen && choose(null),
    onFocus: (id) => page.remote ? page.remote.expand(id) : change({ chosen: { kind: "entity", key: page.model.entityById.get(id).index }, hops: 1 }, { step: true }),
  });
  recallJudgements();
  wireButtons();
  wireKeys();
  watch(update);
  update(new Set([...Object.keys(state), "theme"]));
  page.map.fit(null, false);
  if (state.chosen) showChosen();
  window.addEventListener("popstate", followAddress);
  window.addEventListener("hashchange", followAddress);
  window.addEventListener("beforeprint", preparePrint);
  darkWanted.addEventListener("change", () => update(new Set(["theme"])));
  // For the console of the browser: nothing in the page reads it.
  window.newsgraph = Object.freeze({ get model() { return page.model; }, state, network: page.map.network, get lines() { return page.map.lines(); } });
  document.body.dataset.ready = "yes";
}

function followAddress() {
  if (page.remote?.moved()) return;
  Object.assign(state, readAddress(page.model));
  update(new Set(Object.keys(state)));
}

/** Keep dots where the reader dragged them. @param {Map<string, number[]>} places by entity id */
function pinDots(places) {
  const moved = [...places].map(([id, at]) => [page.model.entityById.get(id).index, at]);
  change({ pinned: new Map([...state.pinned, ...moved]) }, { step: true });
}

/** Redraw what a change touches. @param {Set<string>} changed names in the state */
function update(changed) {
  const has = (...names) => names.some((name) => changed.has(name));
  const { model } = page;
  if (has(...SIGHT_DEPENDS_ON)) page.sight = look(model, state);
  if (has("view")) showView();
  if (has(...MAP_DEPENDS_ON)) page.map.show(page.sight, themeName(), state);
  if (has("off", "hidden", "pinned", "folded", "least", "from", "to")) {
    refreshLegend();
    byId("timeline").refresh?.();
  }
  if (has("picking", "statement", "pinned", "folded", ...SIGHT_DEPENDS_ON)) showPanel(model, page.sight);
  if (state.view === "list" && has("view", "table", ...SIGHT_DEPENDS_ON)) showTable(model, page.sight);
  showSummary(model, page.sight);
  page.remote?.update(changed);
  page.map.spotlight(spotOf(model, page.sight));
  if (has("hops", "limit") && document.body.dataset.ready) page.map.fit();
  else if (has("chosen") && document.body.dataset.ready) showChosen();
  if (has("theme")) byId("theme").replaceChildren(themeIcon(themeName() === "dark"));
}

/** What is lit on the map: the chosen thing and what hangs on it; null lights everything. */
function spotOf(model, sight) {
  const { chosen, hops } = state;
  const id = (index) => model.entities[index].id;
  const lit = { entity: () => sight.drawn.filter(({ fact }) => fact.subject === chosen.key || fact.object === chosen.key),
    fact: () => [sight.byFact.get(chosen.key)].filter((seen) => seen && seen.fact.value === undefined),
    path: () => pathIn(sight, chosen) ?? [],
    pair: () => factsBetween(sight, chosen.key, chosen.to),
    asked: () => answers(model, sight, chosen).filter(({ fact }) => fact.value === undefined && sight.shown.has(fact.subject) && sight.shown.has(fact.object)),
    community: () => litCommunity(model, sight, chosen.key) }[chosen?.kind]?.() ?? [];
  if (!lit.length || (hops && chosen.kind === "entity")) return null;
  const ends = lit.flatMap(({ fact }) => [id(fact.subject), id(fact.object)]);
  const centre = chosen.kind === "entity" ? [id(chosen.key)] : chosen.kind === "community" || chosen.kind === "asked" ? [] : ends;
  return { nodes: new Set(ends), edges: new Set(lit.map(({ fact }) => fact.id)), centre };
}

function litCommunity(model, sight, first) {
  const { members } = model.communityOf.get(first);
  const inside = new Set(members);
  return sight.drawn.filter(({ fact }) => inside.has(fact.subject) && inside.has(fact.object));
}

/** Bring the chosen thing into the window, large enough to be read; if it is so already, nothing moves. */
function showChosen() {
  const spot = spotOf(page.model, page.sight);
  if (spot && !page.map.isReadable([...spot.nodes])) page.map.fit([...spot.nodes]);
}

function showView() {
  const list = state.view === "list";
  const before = document.body.dataset.view;
  document.body.dataset.view = state.view;
  byId("list").hidden = !list;
  byId("map").hidden = list;
  byId("show-map").setAttribute("aria-pressed", String(!list));
  byId("show-list").setAttribute("aria-pressed", String(list));
  if (!list && before === "list") page.map.redraw();
}

/** The line below the title, and the note on the map. */
function showSummary(model, sight) {
  const outlets = model.outlets.filter(({ name }) => name).length;
  byId("summary").textContent = [counted(model.documents.length, "article"), outlets ? counted(outlets, "outlet") : "", periodWords(model.meta.period)].filter(Boolean).join(" · ");
  const shown = [...sight.shown].filter((index) => sight.support.has(index)).length;
  const part = shown < sight.total;
  const words = `Showing ${part ? `${grouped.format(shown)} of ` : ""}${counted(sight.total, "entity", "entities")} and ${counted(sight.drawn.length, "fact")}`;
  const more = part && !state.hops && shown >= state.limit - 1
    ? [" · ", button("show more", () => change({ limit: state.limit * 2 }), { id: "show-more" })] : [];
  const hidden = state.hidden.size ? [` · ${state.hidden.size} hidden `, button("undo", () => change({ hidden: new Set() }))] : [];
  const put = [state.pinned.size && ` · ${state.pinned.size} pinned `, state.pinned.size && button("unpin", () => change({ pinned: new Map() }, { step: true })),
    state.folded.size && ` · ${counted(state.folded.size, "community", "communities")} folded `, state.folded.size && button("unfold", () => change({ folded: new Set() }, { step: true }), { id: "unfold" })].filter(Boolean);
  const whole = state.hops ? [" · ", button("show all", () => change({ hops: 0 }, { step: true }))] : [];
  byId("notice").replaceChildren(...(sight.total ? [words] : model.facts.length ? ["Nothing passes the filters · ", showEverything("show everything", { id: "show-everything" })] : ["Nothing to draw yet."]), ...more, ...hidden, ...put, ...whole);
}

const shownMap = () => page.remote?.map() ?? page.map;

function wireButtons() {
  byId("show-map").addEventListener("click", () => change({ view: "map" }));
  byId("show-list").addEventListener("click", () => change({ view: "list" }));
  byId("zoom-in").addEventListener("click", () => shownMap().zoom(1.4));
  byId("zoom-out").addEventListener("click", () => shownMap().zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => shownMap().fit());
  byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = themeName() === "dark" ? "light" : "dark";
    update(new Set(["theme"]));
  });
  byId("help-open").addEventListener("click", showHelp);
  document.addEventListener("click", (event) => { if (!byId("save").contains(event.target)) byId("save").open = false; });
}

const KEYS = [["/", "find"], ["Esc", "close, step back"], ["m / l", "map, list"], ["1 2 3 / 0", "neighbourhood of the chosen entity, all"],
  ["arrows", "on the map: go to the neighbour in that direction"], ["+ −", "zoom"], ["f", "show all"], ["p", "path from the chosen entity"], ["h", "hide the chosen entity"], ["u", "undo the last step"], ["?", "this help"]];

function showHelp() {
  byId("help").replaceChildren(el("h2", {}, "How to read the map"),
    el("p", {}, "A dot is an entity, a line a fact that one or more articles state. Thicker lines are stated by more articles. Dashed lines with ✕ are denied, dotted ones planned or possible; a line with ! is stated by one and denied by another. Shaded grounds hold what is tied together most. Where the map is crowded, one line stands for all facts between two entities. Drag a dot to pin it. Click anything to see the sentence behind it."),
    el("dl", {}, ...KEYS.flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)])),
    button("Close", () => byId("help").close()));
  byId("help").showModal();
}

function wireKeys() {
  const entity = () => (state.chosen?.kind === "entity" ? page.model.entities[state.chosen.key] : null);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), textarea, select");
    if (event.key === "Escape") {
      if (state.picking) change({ picking: null });
      else if (state.chosen) choose(null);
      return;
    }
    if (typing) return;
    const run = keyAction(event, entity());
    if (run) { event.preventDefault(); run(); }
  });
}

/** What a key does, or null. */
function keyAction({ key, target }, entity) {
  const onMap = target === byId("map");
  if (key.startsWith("Arrow")) {
    const next = onMap && entity && page.map.neighbourTowards(entity.id, key);
    return next && page.model.entityById.has(next) ? () => choose("entity", page.model.entityById.get(next).index) : null;
  }
  if ("0123".includes(key) && entity) return () => change({ hops: Number(key) }, { step: true });
  if (entity && key === "p") return () => pick("path", entity.index);
  if (entity && key === "h") return () => hideEntity(entity);
  return {
    u: undo,
    "/": () => byId("search").focus(), "?": showHelp, m: () => change({ view: "map" }), l: () => change({ view: "list" }),
    f: () => shownMap().fit(), "+": () => shownMap().zoom(1.4), "-": () => shownMap().zoom(1 / 1.4),
  }[key] ?? null;
}

start();
