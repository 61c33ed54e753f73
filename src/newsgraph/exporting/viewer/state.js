/**
 * @file What the reader has chosen. It lives in the address (after #), so that a view can be
 * bookmarked, sent to a colleague and undone with the browser's Back.
 *
 * @typedef {{kind: "entity"|"fact"|"article"|"path"|"pair"|"asked"|"community", key: number|null, to?: number,
 *   way?: number, relation?: string, back?: boolean}} Choice
 *   `path`: the `way`-th way from `key` to `to`; `pair`: all facts between the two; `asked`: what stands in
 *   a relation to an entity, or (null) to anything; `community`: what is drawn together with an entity.
 */

const FIRST_LIMIT = 400;

/** What the parts of the page share: the model, what passes the filters, the map, and the server behind it if any. */
const page = { model: null, sight: null, map: null, remote: null };

const state = {
  view: "map", // or "list"
  table: "facts", // which list: see TABLES
  chosen: /** @type {Choice|null} */ (null),
  picking: /** @type {{why: string, from: number}|null} */ (null), // waiting for a second entity, see PICKS
  statement: /** @type {number|null} */ (null), // to scroll to in an article
  hops: 0, // 0: everything; 1–3: neighbourhood of the chosen entity
  off: new Set(), // "criticises", "kind:person", "status:denied", "modality:possible", "outlet:…", "speaker:…"
  hidden: new Set(), // entity indexes
  pinned: new Map(), // entity index → [x, y] where the reader put its dot
  folded: new Set(), // communities drawn as one dot, each by the index of its first entity
  least: 0, // lowest confidence
  from: "",
  to: "",
  limit: FIRST_LIMIT,
};

const watchers = [];

/** Run `update(changedNames)` whenever the state changes. */
const watch = (update) => watchers.push(update);

/**
 * Change the state, tell everyone, and keep the address up to date.
 * @param {Partial<typeof state>} patch
 * @param {{step?: boolean}} [how] `step`: a new step for the browser's Back
 */
function change(patch, { step = false } = {}) {
  const changed = new Set(Object.keys(patch).filter((name) => patch[name] !== state[name]));
  Object.assign(state, patch);
  keepAddress(`#${writeAddress(page.model)}`, step);
  for (const update of watchers) update(changed);
}

/** In a frame that has no address of its own: the addresses before each step, and the one now. */
const trail = { before: [], now: "#" };

/** Write the address, so that it can be shared and the browser's Back undoes a step. */
function keepAddress(address, step) {
  if (address === (location.hash || "#") && !trail.before.length) return;
  try {
    const made = history.state?.steps ?? 0; // how many steps of this page the browser can go back
    history[step ? "pushState" : "replaceState"]({ steps: made + (step ? 1 : 0) }, "", address);
  } catch {
    if (step) trail.before.push(trail.now);
    trail.now = address;
  }
}

/** Take the last step back; before the first one, close what is open. */
function undo() {
  if (trail.before.length) {
    trail.now = trail.before.pop();
    const patch = readAddress(page.model, trail.now);
    Object.assign(state, patch);
    for (const update of watchers) update(new Set(Object.keys(patch)));
  } else if (history.state?.steps) history.back();
  else if (state.chosen || state.picking) choose(null);
}

/** Show something in the panel: an entity, a fact, an article, or nothing. */
function choose(kind, key, more = {}) {
  const chosen = kind ? { kind, key, ...more } : null;
  const hops = kind === "entity" ? state.hops : kind === "fact" ? state.hops : 0;
  change({ chosen, picking: null, statement: null, hops: chosen ? hops : 0 }, { step: true });
}

/** Open an article at one of its statements. */
function openArticle(key, statement = null) {
  change({ chosen: { kind: "article", key }, statement }, { step: true });
}

/** Switch a filter token on or off. */
function toggle(token, on) {
  const off = new Set(state.off);
  if (on) off.delete(token);
  else off.add(token);
  change({ off }, { step: true });
}

/** Relations that connect everything to everything are off until asked for. */
const firstOff = (model) => new Set(model.relations.filter((r) => r.hidden).map((r) => r.name));

const TABLES = ["facts", "entities", "statements", "disputes"];

const sameSet = (a, b) => a.size === b.size && [...a].every((item) => b.has(item));

function writeAddress(model) {
  const words = new URLSearchParams();
  const { chosen } = state;
  if (chosen?.kind === "entity") words.set("n", model.entities[chosen.key].id);
  if (chosen?.kind === "fact") words.set("e", model.facts[chosen.key].id);
  if (chosen?.kind === "article") words.set("d", model.documents[chosen.key].id);
  if (chosen?.kind === "path" || chosen?.kind === "pair") {
    words.set(chosen.kind === "path" ? "p" : "a", model.entities[chosen.key].id);
    words.set(chosen.kind === "path" ? "q" : "b", model.entities[chosen.to].id);
    if (chosen.way) words.set("way", chosen.way);
  }
  if (chosen?.kind === "asked") {
    words.set("ask", chosen.relation);
    if (chosen.key !== null) words.set("of", model.entities[chosen.key].id);
    if (chosen.back) words.set("back", 1);
  }
  if (chosen?.kind === "community") words.set("c", model.entities[chosen.key].id);
  if (state.hops) words.set("hops", state.hops);
  if (!sameSet(state.off, firstOff(model))) {
    for (const token of state.off.size ? [...state.off].sort() : [""]) words.append("off", token);
  }
  for (const index of [...state.hidden].sort((a, b) => a - b)) words.append("hide", model.entities[index].id);
  for (const index of [...state.folded].sort((a, b) => a - b)) words.append("fold", model.entities[index].id);
  for (const [index, [x, y]] of [...state.pinned].sort((a, b) => a[0] - b[0])) words.append("pin", `${model.entities[index].id},${x},${y}`);
  if (state.least) words.set("least", state.least);
  if (state.from) words.set("from", state.from);
  if (state.to) words.set("to", state.to);
  if (state.limit !== FIRST_LIMIT) words.set("limit", state.limit);
  if (state.view !== "map") words.set("view", state.view);
  if (state.table !== "facts") words.set("table", state.table);
  page.remote?.write(words);
  return words.toString();
}

/** Read the address back; whatever does not fit this graph is left out. */
function readAddress(model, address = location.hash) {
  const words = new URLSearchParams(address.slice(1));
  const number = (name, low, high, otherwise) => {
    const value = Number(words.get(name));
    return words.has(name) && value >= low && value <= high ? value : otherwise;
  };
  const day = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(words.get(name) ?? "") ? words.get(name) : "");
  const entities = (name) => words.getAll(name).map((id) => model.entityById.get(id)?.index).filter((i) => i !== undefined);
  return {
    chosen: readChoice(model, words),
    picking: null,
    statement: null,
    hops: Math.round(number("hops", 0, 3, 0)),
    off: words.has("off") ? new Set(words.getAll("off").filter(Boolean)) : firstOff(model),
    hidden: new Set(entities("hide")),
    folded: new Set(entities("fold").filter((index) => model.communityOf.has(index))),
    pinned: readPins(model, words),
    least: number("least", 0, 1, 0),
    from: day("from"),
    to: day("to"),
    limit: Math.round(number("limit", 1, 1e6, FIRST_LIMIT)),
    view: words.get("view") === "list" ? "list" : "map",
    table: TABLES.includes(words.get("table")) ? words.get("table") : "facts",
  };
}

function readChoice(model, words) {
  const entity = model.entityById.get(words.get("n"));
  const fact = model.factById.get(words.get("e"));
  const article = model.documentById.get(words.get("d"));
  const [from, to, one, other, of, first] = ["p", "q", "a", "b", "of", "c"].map((name) => model.entityById.get(words.get(name)));
  if (fact) return { kind: "fact", key: fact.index };
  if (article) return { kind: "article", key: article.index };
  if (from && to) return { kind: "path", key: from.index, to: to.index, way: Math.floor(Math.abs(Number(words.get("way")))) || 0 };
  if (one && other) return { kind: "pair", key: one.index, to: other.index };
  if (model.relationOf.has(words.get("ask"))) return { kind: "asked", key: of?.index ?? null, relation: words.get("ask"), back: words.has("back") };
  if (first && model.communityOf.has(first.index)) return { kind: "community", key: model.communityOf.get(first.index).first };
  return entity ? { kind: "entity", key: entity.index } : null;
}

function readPins(model, words) {
  const pins = new Map();
  for (const pin of words.getAll("pin")) {
    const [, id, x, y] = /^(.*),(-?[\d.]+),(-?[\d.]+)$/.exec(pin) ?? [];
    const entity = model.entityById.get(id);
    if (entity && Number.isFinite(Number(x)) && Number.isFinite(Number(y))) pins.set(entity.index, [Number(x), Number(y)]);
  }
  return pins;
}
