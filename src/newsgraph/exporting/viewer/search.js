/**
 * @file Finding: names and aliases without accents, and titles of articles; all from the keyboard.
 */

const FOUND_AT_MOST = 12;

function buildSearch(model) {
  const input = byId("search");
  const list = byId("found");
  let found = [];
  let at = -1;
  const show = () => {
    found = find(model, input.value);
    at = found.length ? 0 : -1;
    list.replaceChildren(...found.map((item, i) => foundRow(model, item, i, () => take(i))));
    if (!found.length && input.value.trim()) list.append(el("li", { class: "empty" }, "Nothing of that name."));
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
    input.blur();
    open(item);
  };
  const open = (item) => {
    if (item.article !== undefined) openArticle(item.article);
    else if (state.pathFrom !== null) choose("path", state.pathFrom, { to: item.entity });
    else choose("entity", item.entity);
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
 * Entities whose name or alias holds all words, then articles by title.
 * Beginning of a name beats beginning of a word beats the middle; then the better supported.
 */
function find(model, typed) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const hits = [];
  for (const entity of model.entities) {
    let best = null;
    entity.folded.forEach((name, i) => {
      const score = nameScore(name, wanted) - (i ? 0.5 : 0);
      if (score > 0 && (!best || score > best.score)) best = { score, alias: i ? entity.aliases[i - 1] : null };
    });
    if (best) hits.push({ entity: entity.index, ...best, weight: entity.facts.length + entity.articles });
  }
  hits.sort((a, b) => b.score - a.score || b.weight - a.weight || a.entity - b.entity);
  const articles = model.documents.filter(({ folded }) => folded.includes(wanted)).slice(0, 4);
  return [...hits.slice(0, FOUND_AT_MOST - articles.length), ...articles.map((article) => ({ article: article.index }))];
}

function nameScore(name, wanted) {
  if (name === wanted) return 4;
  if (name.startsWith(wanted)) return 3;
  const words = wanted.split(" ");
  if (words.every((word) => ` ${name}`.includes(` ${word}`))) return 2;
  return words.every((word) => name.includes(word)) ? 1 : 0;
}

function foundRow(model, item, i, run) {
  const props = { id: `found-${i}`, attr: { role: "option" }, on: { mousedown: (event) => { event.preventDefault(); run(); } } };
  if (item.article !== undefined) {
    const article = model.documents[item.article];
    return el("li", props, el("span", { class: "page-icon", attr: { "aria-hidden": "true" } }, "¶"), el("span", { class: "what" }, article.title), el("span", { class: "much" }, dateWords(article.date)));
  }
  const entity = model.entities[item.entity];
  return el("li", props, kindIcon(entity.kind),
    el("span", { class: "what" }, entity.name, item.alias ? el("i", {}, ` “${shorten(item.alias, 40)}”`) : ""),
    el("span", { class: "much" }, `${entity.label} · ${counted(entity.facts.length, "fact")}`));
}
