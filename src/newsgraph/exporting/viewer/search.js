/**
 * @file Finding: names and aliases without accents and with slips, questions such as "KFOR cooperates with",
 * and titles of articles; all from the keyboard.
 */

const FOUND_AT_MOST = 12;

function buildSearch() {
  const input = byId("search");
  const list = byId("found");
  let found = [];
  let at = -1;
  const show = () => {
    draw(find(page.model, input.value));
    page.remote?.find(input.value, found, draw);
  };
  const draw = (items) => {
    found = items;
    at = found.length ? 0 : -1;
    list.replaceChildren(...found.map((item, i) => foundRow(page.model, item, i, () => take(i))));
    if (!found.length && input.value.trim()) list.append(el("li", { class: "empty" }, "Nothing of that name. Try fewer letters, or a name and a relation."));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    point();
  };
  const point = () => {
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (i) => {
    const item = found[i];
    if (!item) return;
    input.value = "";
    show();
    open(item);
    byId("panel").focus(); // so that Tab goes on in what was found
  };
  const open = (item) => {
    if (item.remote) page.remote.open(item.remote);
    else if (item.article !== undefined) openArticle(item.article);
    else if (item.asked) choose("asked", item.asked.key, item.asked);
    else if (item.pair) choose("pair", item.pair[0], { to: item.pair[1] });
    else takeEntity(item.entity);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => setTimeout(() => { list.hidden = true; input.setAttribute("aria-expanded", "false"); }, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = found.length ? (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length : -1;
      point();
    } else if (event.key === "Enter") take(at);
    else if (event.key === "Escape") { input.value = ""; show(); input.blur(); event.stopPropagation(); }
  });
}

/**
 * Entities whose name or alias holds all words, then questions, then articles by title.
 * Beginning of a name beats beginning of a word beats the middle beats a slip; then the better supported.
 */
function find(model, typed) {
  const wanted = fold(typed);
  if (!wanted) return [];
  let hits = namedLike(model, (name) => nameScore(name, wanted));
  const asked = state.picking ? [] : questionsFor(model, wanted, hits);
  if (!hits.length && !asked.length) hits = namedLike(model, (name) => slipScore(name, wanted));
  if (state.picking) return hits.slice(0, FOUND_AT_MOST);
  const articles = model.documents.filter(({ folded }) => folded.includes(wanted)).slice(0, 3);
  const rest = FOUND_AT_MOST - articles.length - asked.length;
  const exact = hits.length && hits[0].score >= 3.5;
  const people = hits.slice(0, Math.max(3, rest));
  const order = asked.length && !exact && asked[0].sure ? [...asked, ...people] : [...people.slice(0, 5), ...asked, ...people.slice(5)];
  return [...order, ...articles.map((article) => ({ article: article.index }))];
}

function namedLike(model, scoreOf) {
  const hits = [];
  for (const entity of model.entities) {
    let best = null;
    entity.folded.forEach((name, i) => {
      const score = scoreOf(name) - (i ? 0.5 : 0);
      if (score > 0 && (!best || score > best.score)) best = { score, alias: i ? entity.aliases[i - 1] : null };
    });
    if (best) hits.push({ entity: entity.index, ...best, weight: entity.facts.length + entity.articles });
  }
  return hits.sort((a, b) => b.score - a.score || b.weight - a.weight || a.entity - b.entity);
}

const QUESTIONS_AT_MOST = 4;

/**
 * Questions that what is typed may mean: a name and the beginning of a relation ("kfor coop"), a relation
 * alone, two names with a relation between, or a name alone with its commonest relations.
 */
function questionsFor(model, wanted, hits) {
  const words = wanted.split(" ");
  for (let cut = words.length - 1; cut > 0; cut -= 1) {
    const rest = words.slice(cut).join(" ");
    const entity = exactly(model, words.slice(0, cut).join(" "));
    if (entity === undefined) continue;
    const asked = relationsOf(model, entity).filter(({ words: label }) => ` ${label}`.includes(` ${rest}`) || rest.startsWith(`${label} `));
    const found = asked.flatMap(({ question, words: label }) => {
      const other = rest.length > label.length ? exactly(model, rest.slice(label.length).trim()) : undefined;
      return other === undefined ? (rest.length > label.length ? [] : [{ asked: question, sure: true }]) : [{ pair: [entity, other], sure: true }];
    });
    if (found.length) return found.slice(0, QUESTIONS_AT_MOST);
  }
  const alone = model.relations.filter(({ label }) => fold(label).startsWith(wanted) && wanted.length > 2)
    .map(({ name }) => ({ asked: { key: null, relation: name, back: false }, sure: true }));
  if (alone.length) return alone.slice(0, QUESTIONS_AT_MOST);
  const first = hits[0];
  return first && first.score >= 2.5 ? relationsOf(model, first.entity).slice(0, 3).map(({ question }) => ({ asked: question, sure: false })) : [];
}

/** The entity that bears just this name; of several, the one with most facts. */
function exactly(model, name) {
  const bearers = model.entities.filter(({ folded }) => folded.includes(name));
  return bearers.sort((a, b) => b.facts.length - a.facts.length || a.index - b.index)[0]?.index;
}

/** The questions that the facts of an entity answer, the one with most answers first. */
function relationsOf(model, entity) {
  const found = new Map();
  for (const index of model.entities[entity].facts) {
    const { relation, label, subject } = model.facts[index];
    const { symmetric, inverse } = model.relationOf.get(relation);
    const back = subject !== entity && !symmetric;
    const key = `${relation} ${back}`;
    if (!found.has(key)) found.set(key, { question: { key: entity, relation, back }, words: fold(back ? unCamel(inverse ?? label) : label), count: 0 });
    found.get(key).count += 1;
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.words < b.words ? -1 : 1));
}

function nameScore(name, wanted) {
  if (name === wanted) return 4;
  if (name.startsWith(wanted)) return 3;
  const words = wanted.split(" ");
  if (words.every((word) => ` ${name}`.includes(` ${word}`))) return 2;
  return words.every((word) => name.includes(word)) ? 1 : 0;
}

/** How well a name fits if up to one letter in four is a slip; the beginning of a word counts as the word. */
function slipScore(name, wanted) {
  const typed = wanted.split(" ").filter((word) => word.length > 3);
  if (!typed.length) return 0;
  const words = name.split(/[\s-]+/);
  const slips = typed.map((word) => Math.min(...words.map((other) => slipsBetween(word, other.slice(0, word.length + 1)))));
  return slips.every((count, i) => count <= Math.floor(typed[i].length / 4)) ? 0.9 - 0.1 * slips.reduce((sum, count) => sum + count, 0) : 0;
}

/** Damerau–Levenshtein distance (optimal string alignment): letters missed, added, changed or swapped. */
function slipsBetween(a, b) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

function foundRow(model, item, i, run) {
  const props = { id: `found-${i}`, attr: { role: "option" }, on: { mousedown: (event) => { event.preventDefault(); run(); } } };
  if (item.article !== undefined) {
    const article = model.documents[item.article];
    return el("li", props, el("span", { class: "page-icon", attr: { "aria-hidden": "true" } }, "¶"), el("span", { class: "what" }, article.title), el("span", { class: "much" }, dateWords(article.date)));
  }
  if (item.asked || item.pair) {
    const words = item.asked ? questionWords(model, item.asked) : `${nameOf(model, item.pair[0])} and ${nameOf(model, item.pair[1])}`;
    const count = item.asked ? answers(model, page.sight, item.asked).length : factsBetween(page.sight, ...item.pair).length;
    return el("li", props, el("span", { class: "page-icon", attr: { "aria-hidden": "true" } }, "?"), el("span", { class: "what" }, words), el("span", { class: "much" }, counted(count, "fact")));
  }
  const entity = item.remote ?? model.entities[item.entity];
  return el("li", props, kindIcon(entity.kind),
    el("span", { class: "what" }, entity.name, item.alias ? el("i", {}, ` “${shorten(item.alias, 40)}”`) : ""),
    el("span", { class: "much" }, `${entity.label} · ${counted(item.remote ? entity.facts : entity.facts.length, "fact")}`));
}
