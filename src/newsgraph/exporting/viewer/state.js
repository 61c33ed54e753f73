/**
 * @file What the reader has chosen. It lives in the address (after #), so that a view can be
 * bookmarked, sent to a colleague and undone with the browser's Back.
 *
 * @typedef {{kind: "entity"|"fact"|"article"|"path", key: number, to?: number}} Choice
 */

const FIRST_LIMIT = 400;

/** What the parts of the page share: the model, what passes the filters, the map. */
const page = { model: null, sight: null, map: null };

const state = {
  view: "map", // or "list"
  table: "facts", // which list: facts, entities
  chosen: /** @type {Choice|null} */ (null),
  pathFrom: /** @type {number|null} */ (null), // waiting for the other end of a path
  statement: /** @type {number|null} */ (null), // to scroll to in an article
  hops: 0, // 0: everything; 1–3: neighbourhood of the chosen entity
  off: new Set(), // "criticises", "kind:person", "status:denied", "outlet:…"
  hidden: new Set(), // entity indexes
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
  Object.assign(state, patch);
  const address = `#${writeAddress(page.model)}`;
  if (address !== (location.hash || "#")) history[step ? "pushState" : "replaceState"](null, "", address);
  const changed = new Set(Object.keys(patch));
  for (const update of watchers) update(changed);
}

/** Show something in the panel: an entity, a fact, an article, or nothing. */
function choose(kind, key, more = {}) {
  const chosen = kind ? { kind, key, ...more } : null;
  const hops = kind === "entity" ? state.hops : kind === "fact" ? state.hops : 0;
  change({ chosen, pathFrom: null, statement: null, hops: chosen ? hops : 0 }, { step: true });
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
  change({ off });
}

/** Relations that connect everything to everything are off until asked for. */
const firstOff = (model) => new Set(model.relations.filter((r) => r.hidden).map((r) => r.name));

const sameSet = (a, b) => a.size === b.size && [...a].every((item) => b.has(item));

function writeAddress(model) {
  const words = new URLSearchParams();
  const { chosen } = state;
  if (chosen?.kind === "entity") words.set("n", model.entities[chosen.key].id);
  if (chosen?.kind === "fact") words.set("e", model.facts[chosen.key].id);
  if (chosen?.kind === "article") words.set("d", model.documents[chosen.key].id);
  if (chosen?.kind === "path") {
    words.set("p", model.entities[chosen.key].id);
    words.set("q", model.entities[chosen.to].id);
  }
  if (state.hops) words.set("hops", state.hops);
  if (!sameSet(state.off, firstOff(model))) {
    for (const token of state.off.size ? [...state.off].sort() : [""]) words.append("off", token);
  }
  for (const index of [...state.hidden].sort((a, b) => a - b)) words.append("hide", model.entities[index].id);
  if (state.least) words.set("least", state.least);
  if (state.from) words.set("from", state.from);
  if (state.to) words.set("to", state.to);
  if (state.limit !== FIRST_LIMIT) words.set("limit", state.limit);
  if (state.view !== "map") words.set("view", state.view);
  if (state.table !== "facts") words.set("table", state.table);
  return words.toString();
}

/** Read the address back; whatever does not fit this graph is left out. */
function readAddress(model) {
  const words = new URLSearchParams(location.hash.slice(1));
  const number = (name, low, high, otherwise) => {
    const value = Number(words.get(name));
    return words.has(name) && value >= low && value <= high ? value : otherwise;
  };
  const day = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(words.get(name) ?? "") ? words.get(name) : "");
  return {
    chosen: readChoice(model, words),
    pathFrom: null,
    statement: null,
    hops: Math.round(number("hops", 0, 3, 0)),
    off: words.has("off") ? new Set(words.getAll("off").filter(Boolean)) : firstOff(model),
    hidden: new Set(words.getAll("hide").map((id) => model.entityById.get(id)?.index).filter((i) => i !== undefined)),
    least: number("least", 0, 1, 0),
    from: day("from"),
    to: day("to"),
    limit: Math.round(number("limit", 1, 1e6, FIRST_LIMIT)),
    view: words.get("view") === "list" ? "list" : "map",
    table: words.get("table") === "entities" ? "entities" : "facts",
  };
}

function readChoice(model, words) {
  const entity = model.entityById.get(words.get("n"));
  const fact = model.factById.get(words.get("e"));
  const article = model.documentById.get(words.get("d"));
  const [from, to] = ["p", "q"].map((name) => model.entityById.get(words.get(name)));
  if (fact) return { kind: "fact", key: fact.index };
  if (article) return { kind: "article", key: article.index };
  if (from && to) return { kind: "path", key: from.index, to: to.index };
  return entity ? { kind: "entity", key: entity.index } : null;
}
