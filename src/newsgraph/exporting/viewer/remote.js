/**
 * @file The page over a server: what is shown comes piece by piece, each piece in the shape of a whole page.
 *
 * @typedef {{x: string[], r: string|null, via: string[], k: string[], depth: number, more: number|null, at: number}} Scene
 *   `x`: entities whose ties are shown; `r`: the region (by its leader); `via`: both ends of a path; `k`: entities
 *   shown beside; `more`: how many entities at most; `at`: how many of the best are passed over
 */

const AROUND_AT_FIRST = 50;
const REGION_AT_FIRST = 120;
const TOP_AT_FIRST = 300;
const MORE_A_TIME = 50;
const CHOICE_WORDS = ["n", "e", "d", "p", "q", "way", "a", "b", "ask", "of", "back", "c", "hops"];

/** @returns {Scene} */
const sceneIn = (words) => ({
  x: [...new Set(words.getAll("x"))], r: words.get("r"), via: words.getAll("via").slice(0, 2), k: [...new Set(words.getAll("k"))],
  depth: Math.min(3, Math.max(1, Math.round(Number(words.get("depth"))) || 1)),
  more: Number(words.get("more")) > 0 ? Math.round(Number(words.get("more"))) : null, at: Math.max(0, Math.round(Number(words.get("at"))) || 0),
});

const addressWords = () => new URLSearchParams(location.hash.slice(1));
const isEmpty = ({ x, r, via, k }) => !x.length && !r && via.length < 2 && !k.length;

const LOOK_EVERY = 10_000; // milliseconds between two looks whether the graph has changed
const remote = { scene: sceneIn(new URLSearchParams()), regions: null, map: null, empty: null, asked: new Set(), turn: 0, timer: 0, changed: false };

const glimpseNote = (told) => `A first glimpse of the graph: ${told.replace(/; ask again$/, "")} …`;

/** Ask the server; while it is not ready yet, ask again. */
async function ask(path, words) {
  for (;;) {
    const answer = await fetch(`api/${path}?${words}`).catch(() => null);
    if (answer?.ok) return answer.json();
    const told = answer ? shorten((await answer.text()).trim(), 300) : "the server does not answer";
    if (answer?.status !== 503) throw new Error(told);
    byId("notice").textContent = page.model?.meta.served.surveying ? glimpseNote(told) : capital(told);
    await new Promise((done) => { setTimeout(done, 1000); });
  }
}

function limitOf({ x, r, via, k, more }, most = 300) {
  const first = AROUND_AT_FIRST * x.length + (r ? REGION_AT_FIRST : 0);
  return Math.min(most, more ?? (first || (via.length || k.length ? 0 : TOP_AT_FIRST)));
}

/** What to ask for: the scene, and what the address has chosen in it. */
function questionFor(scene, words, placed) {
  const asked = new URLSearchParams({ depth: scene.depth, limit: limitOf(scene), offset: scene.at });
  for (const id of scene.x) asked.append("id", id);
  if (scene.r) asked.set("region", scene.r);
  if (scene.via.length === 2) {
    asked.set("from", scene.via[0]);
    asked.set("to", scene.via[1]);
    for (const token of state.off) if (!token.includes(":")) asked.append("off", token);
    if (state.least) asked.set("least", state.least);
  }
  const named = ["n", "p", "q", "a", "b", "of"].flatMap((name) => words.getAll(name));
  for (const id of new Set([...scene.k, ...named])) if (!scene.x.includes(id)) asked.append("keep", id);
  if (words.get("e")) asked.set("fact", words.get("e"));
  if (words.get("d")) asked.set("article", words.get("d"));
  if (placed) asked.set("places", "none");
  return asked;
}

/** The answer that is probably asked for next: fetched while the reader looks at who was chosen. */
const ahead = { question: "", answer: null, timer: 0 };

/** @param {URLSearchParams} question to ask before it is needed */
function askAhead(question) {
  if (ahead.question === `${question}`) return;
  Object.assign(ahead, { question: `${question}`, answer: ask("view", question).catch(() => null) });
}

/** Ask for a part of the graph, unless that is on its way already. */
async function viewOf(question) {
  const known = ahead.question === `${question}` ? await ahead.answer : null;
  Object.assign(ahead, { question: "", answer: null }); // used once: an answer is changed when it is shown
  return known ?? ask("view", question);
}

/** Fetch the data of a scene; that of the overview if nothing is asked for. */
async function dataFor(scene, words, before = null) {
  const chosen = ["n", "e", "d", "p", "a", "of"].some((name) => words.has(name));
  if (isEmpty(scene) && !chosen) {
    const asked = { limit: limitOf(scene), offset: scene.at };
    const data = await ask("overview", new URLSearchParams({ ...asked, glimpse: "yes" }));
    if (data.meta.served.surveying) followGlimpse(asked);
    remote.regions = data.regions ? data : null;
    return data.regions ? { ...remote.empty, meta: { ...remote.empty.meta, ...data.meta } } : data;
  }
  const data = await viewOf(questionFor(scene, words, Boolean(before?.nodes.length)));
  remote.regions = null;
  data.meta.spread = 1;
  if (before?.nodes.length) takePlaces(data, before);
  return data;
}

/** Wait until the server has surveyed the graph, then show it in the place of a glimpse. */
async function followGlimpse(asked) {
  await ask("overview", new URLSearchParams(asked));
  if (!page.model.meta.served.surveying) return;
  const { chosen } = state;
  if (chosen?.kind === "entity") expand(page.model.entities[chosen.key].id);
  else goTo(remote.scene, { chosen: null, step: false, fresh: true });
}

/** The address of what is shown, with another choice if one is given. */
function wordsWith(chosen) {
  const words = new URLSearchParams(writeAddress(page.model));
  if (chosen !== undefined) for (const name of CHOICE_WORDS) words.delete(name);
  for (const [name, id] of Object.entries(chosen ?? {})) words.set(name, id);
  return words;
}

/**
 * Go to another scene.
 * @param {Scene} scene
 * @param {{chosen?: Object<string, string>|null, step?: boolean, fresh?: boolean}} [how] `chosen`: what to choose
 *   there, as words of the address; `fresh`: lay the map out anew
 */
async function goTo(scene, { chosen = undefined, step = true, fresh = false } = {}) {
  const turn = ++remote.turn;
  const words = wordsWith(chosen);
  document.body.dataset.busy = "yes";
  try {
    const data = await dataFor(scene, words, fresh ? null : page.model);
    if (turn !== remote.turn) return false;
    remote.scene = scene;
    for (const name of SCENE_WORDS) words.delete(name);
    writeScene(words);
    if (`#${words}` !== location.hash) history[step ? "pushState" : "replaceState"]({ steps: (history.state?.steps ?? 0) + (step ? 1 : 0) }, "", `#${words}`);
    showData(data);
    return true;
  } catch (error) {
    if (turn === remote.turn) toast(capital(error.message));
    return false;
  } finally {
    if (turn === remote.turn) delete document.body.dataset.busy;
  }
}

/** Put another model in the place of the one that is shown; the state is read from the address. */
function showData(data) {
  const picking = state.picking && { why: state.picking.why, id: page.model.entities[state.picking.from].id };
  const model = buildModel(data);
  page.model = model;
  remote.changed = false;
  Object.assign(state, readAddress(model));
  const from = picking && model.entityById.get(picking.id);
  if (from) state.picking = { why: picking.why, from: from.index };
  page.map.replace(model);
  buildLegend(model);
  buildTimeline(model);
  buildSaveMenu(model);
  showRegions();
  update(new Set(Object.keys(state)));
}

/** Show the map of regions, or take it away. */
function showRegions() {
  remote.map?.remove();
  remote.map = null;
  const before = document.body.dataset.regions;
  document.body.toggleAttribute("data-regions", Boolean(remote.regions));
  byId("legend").querySelector(".of-regions")?.remove();
  if (remote.regions) {
    remote.map = createRegions(remote.regions, openRegion);
    remote.map.draw(THEMES[themeName()]);
    byId("legend").append(regionsLegend());
  } else if (before !== undefined) {
    page.map.redraw();
    page.map.fit(null, false);
  }
}

const openRegion = ({ id }) => goTo({ ...sceneIn(new URLSearchParams()), r: id }, { chosen: null, fresh: true });

/** What is shown, with the ties of an entity beside. */
function expanded(id) {
  const { scene } = remote;
  const x = [...new Set([...scene.x, id])];
  const more = scene.more === null ? null : scene.more + AROUND_AT_FIRST;
  return { ...scene, x, more: x.length === scene.x.length ? scene.more : more, at: 0 };
}

/** Show what is tied to an entity, beside what is shown. */
const expand = (id) => goTo(expanded(id), { chosen: { n: id }, fresh: isEmpty(remote.scene) && Boolean(remote.regions) });

const REST = 200; // milliseconds that a choice rests before what may follow is fetched

/** Fetch the ties of who was chosen, so that they are there when they are asked for. */
function expandAhead(id) {
  clearTimeout(ahead.timer);
  ahead.timer = setTimeout(() => {
    const { chosen } = state;
    if (remote.regions || chosen?.kind !== "entity" || page.model.entities[chosen.key].id !== id) return;
    askAhead(questionFor(expanded(id), wordsWith({ n: id }), Boolean(page.model.nodes.length)));
  }, REST);
}

const SCENE_WORDS = ["x", "r", "via", "k", "depth", "more", "at"];

function writeScene(words) {
  const { x, r, via, k, depth, more, at } = remote.scene;
  for (const id of x) words.append("x", id);
  if (r) words.set("r", r);
  for (const id of via) words.append("via", id);
  for (const id of k) words.append("k", id);
  if (depth !== 1) words.set("depth", depth);
  if (more !== null) words.set("more", more);
  if (at) words.set("at", at);
}

const sameScene = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Open what the search of the server found; or take it as the second entity that is asked for. */
async function openFound({ id, name }) {
  const { picking } = state;
  const known = page.model.entityById.get(id);
  if (!picking) return known && remote.scene.x.includes(id) ? choose("entity", known.index) : expand(id);
  const from = page.model.entities[picking.from].id;
  if (picking.why === "path") {
    change({ picking: null });
    return findPath(from, id, name);
  }
  if (!known && !await goTo({ ...remote.scene, k: [...new Set([...remote.scene.k, from, id])] })) return null;
  return takeEntity(page.model.entityById.get(id).index);
}

async function findPath(from, to, name) {
  const found = await goTo({ ...remote.scene, via: [from, to] }, { chosen: { p: from, q: to } });
  const { path } = page.model.meta.served;
  if (found && path && !path.length) toast(`No chain of facts leads to ${shorten(name, 40)}.`);
}

/** Ask for whatever belongs to the choice and is not here yet. */
function fetchChosen() {
  const { chosen } = state;
  if (!chosen || remote.regions) return;
  const { model } = page;
  const { via } = remote.scene;
  const once = (key, run) => { if (!remote.asked.has(key)) { remote.asked.add(key); run(); } };
  if (chosen.kind === "article") once(`article ${model.documents[chosen.key].id} ${JSON.stringify(remote.scene)}`, () => goTo(remote.scene, { step: false }));
  if (chosen.kind === "fact" && model.facts[chosen.key].more) once(`fact ${model.facts[chosen.key].id} ${JSON.stringify(remote.scene)}`, () => goTo(remote.scene, { step: false }));
  if (chosen.kind === "path") {
    const [from, to] = [chosen.key, chosen.to].map((index) => model.entities[index].id);
    if (via[0] !== from || via[1] !== to) once(`path ${from} ${to}`, () => findPath(from, to, nameOf(model, chosen.to)));
  }
}

/** The line below the title and the note on the map tell of the whole graph. */
function tellTotals() {
  const { served } = page.model.meta;
  if (served.surveying) {
    byId("summary").textContent = "The graph is being surveyed …";
    byId("notice").textContent = glimpseNote("the server is surveying it");
    return;
  }
  const { scene } = remote;
  byId("summary").textContent = [counted(served.articles, "article"), served.outlets ? counted(served.outlets, "outlet") : "", periodWords(served.period)].filter(Boolean).join(" · ");
  const changed = changeNotes(served);
  if (remote.regions) {
    byId("notice").replaceChildren(`${counted(remote.regions.regions.length, "region")} of ${counted(served.tied, "entity", "entities")} and ${counted(served.facts, "fact")}`, ...changed);
    return;
  }
  const { shown, total, offset, most, left_out: leftOut } = served;
  const notes = [`Showing ${offset ? `${grouped.format(offset + 1)}–${grouped.format(Math.min(total, offset + shown))}` : grouped.format(shown)} of ${counted(total, "entity", "entities")} and ${counted(page.sight.drawn.length, "fact")}`];
  const limit = limitOf(scene, most);
  if (offset + shown < total) {
    const [words, next] = limit < most ? [`show ${Math.min(MORE_A_TIME, most - limit)} more`, { more: Math.min(most, limit + MORE_A_TIME) }] : [`the next ${most}`, { more: most, at: scene.at + most }];
    notes.push(" · ", button(words, () => goTo({ ...scene, ...next }, { fresh: Boolean(next.at) }), { id: "show-more" }));
  }
  if (leftOut.facts || leftOut.statements) notes.push(` · ${leftOut.facts ? `${counted(leftOut.facts, "fact")} and ` : ""}${counted(leftOut.statements, "statement")} not loaded: open a fact to read all of its own`);
  if (state.hidden.size) notes.push(` · ${state.hidden.size} hidden `, button("undo", () => change({ hidden: new Set() })));
  if (!isEmpty(scene)) notes.push(" · ", button("overview", () => goTo(sceneIn(new URLSearchParams()), { chosen: null, fresh: true }), { id: "to-overview" }));
  byId("notice").replaceChildren(...notes, ...changed);
}

/** Say that the graph is no longer what is shown, if so. */
function changeNotes({ behind }) {
  if (behind) return [" · the graph has changed; the server is reading its newest state"];
  return remote.changed ? [" · the graph has changed ", button("show it as it is now", () => goTo(remote.scene, { step: false, fresh: Boolean(remote.regions) }), { id: "renew" })] : [];
}

/** Look from time to time whether the graph has changed since what is shown was read. */
function watchGraph() {
  setInterval(async () => {
    const served = page.model?.meta.served;
    if (document.hidden || document.body.dataset.busy || served?.state === undefined) return;
    const answer = await fetch("health").catch(() => null);
    if (!answer?.ok) return;
    remote.changed = String((await answer.json()).snapshot) !== page.model.meta.served.state;
    if (remote.changed && served.behind) await goTo(remote.scene, { step: false, fresh: Boolean(remote.regions) });
    else tellTotals();
  }, LOOK_EVERY);
}

/** What only a server can do, above what the panel says of an entity. */
function extendPanel() {
  const panel = byId("panel");
  panel.querySelector("#remote")?.remove();
  if (remote.regions && !state.chosen && !state.picking) {
    panel.replaceChildren(...regionsPanel(remote.regions, page.model.meta.served, openRegion).filter(Boolean));
    return;
  }
  if (state.chosen?.kind !== "entity") return;
  const { id, ties, facts } = page.model.entities[state.chosen.key];
  const { scene } = remote;
  const shown = scene.x.includes(id);
  const rest = (ties ?? 0) - facts.length;
  if (!shown && rest > 0) expandAhead(id);
  panel.append(el("div", { id: "remote", class: "actions" },
    el("p", { class: "note" }, rest > 0 ? `${counted(rest, "fact")} about it not shown.` : "All facts about it are shown."),
    !shown && button("Show its ties", () => expand(id), { id: "expand" }),
    shown && scene.x.length === 1 && scene.depth < 3 && button("One step further", () => goTo({ ...scene, depth: scene.depth + 1 }), { id: "deeper" }),
    (scene.x.length !== 1 || scene.r) && button("Only its ties", () => goTo({ ...sceneIn(new URLSearchParams()), x: [id] }, { chosen: { n: id } }), { id: "only-ties" })));
}

page.remote = {
  /** The data that the page begins with. */
  async first(empty) {
    remote.empty = empty;
    watchGraph();
    remote.scene = sceneIn(addressWords());
    const words = addressWords();
    if (isEmpty(remote.scene) && words.get("n")) remote.scene.x = [words.get("n")];
    if (remote.scene.via.length < 2 && words.get("p") && words.get("q")) remote.scene.via = [words.get("p"), words.get("q")];
    try {
      return await dataFor(remote.scene, words);
    } catch (error) {
      toast(capital(error.message));
      remote.scene = sceneIn(new URLSearchParams());
      return dataFor(remote.scene, new URLSearchParams()).catch(() => empty);
    }
  },
  write: writeScene,
  /** The map of regions, if that is shown. */
  map: () => remote.map,
  expand,
  open: openFound,
  /** Whether the address leads to another scene; then go there. */
  moved() {
    const words = addressWords();
    const scene = sceneIn(words);
    if (sameScene(scene, remote.scene)) return false;
    goTo(scene, { chosen: Object.fromEntries(CHOICE_WORDS.filter((name) => words.has(name)).map((name) => [name, words.get(name)])), step: false, fresh: isEmpty(scene) || isEmpty(remote.scene) });
    return true;
  },
  /** Ask the server for names, and show what it finds among what is here. */
  find(text, here, show) {
    clearTimeout(remote.timer);
    if (!text.trim()) return;
    remote.timer = setTimeout(async () => {
      const { found } = await ask("search", new URLSearchParams({ text, limit: FOUND_AT_MOST })).catch(() => ({ found: [] }));
      if (byId("search").value !== text || !found.length) return;
      const items = found.map((row) => ({ remote: row, alias: row.alias }));
      show([...items, ...here.filter((item) => item.entity === undefined)]);
    }, 120);
  },
  update(changed) {
    const { served } = page.model.meta;
    if (served.surveying) return void tellTotals();
    if (served.articles === undefined) return;
    if (!remote.map && remote.regions) showRegions();
    else if (changed.has("theme")) remote.map?.draw(THEMES[themeName()]);
    tellTotals();
    extendPanel();
    fetchChosen();
  },
};
