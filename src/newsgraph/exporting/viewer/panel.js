/**
 * @file The panel on the right: what is chosen, or an overview. Longer ones have a file of their own.
 */

function showPanel(model, sight) {
  const { chosen } = state;
  const panel = byId("panel");
  const content = state.picking ? pickPrompt(model) : {
    entity: () => entityPanel(model, sight, model.entities[chosen.key]),
    fact: () => factPanel(model, sight, model.facts[chosen.key]),
    path: () => pathPanel(model, sight, chosen),
    pair: () => pairPanel(model, sight, chosen),
    asked: () => askedPanel(model, sight, chosen),
    community: () => communityPanel(model, sight, model.communityOf.get(chosen.key)),
    article: () => articlePanel(model, model.documents[chosen.key]),
  }[chosen?.kind ?? ""]?.() ?? overview(model, sight);
  const bar = chosen || state.picking
    ? [el("div", { class: "crumbs" }, button("← Back", undo, { class: "quiet" }), button("Close ✕", () => choose(null), { class: "quiet", attr: { title: "Close (Esc)" } }))] : [];
  panel.replaceChildren(...bar, ...content.filter(Boolean));
  panel.scrollTop = 0;
  const target = panel.querySelector(".here");
  if (target) target.scrollIntoView({ block: "center" });
}

function overview(model, sight) {
  const disputed = sight.facts.filter((seen) => seen.disputed);
  const denied = sight.facts.filter((seen) => seen.status === "denied");
  const busiest = [...sight.support].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 12);
  if (!model.facts.length) return [el("h2", {}, "Nothing to draw yet"), el("p", { class: "empty" }, model.documents.length ? `No fact was found in ${counted(model.documents.length, "article")}.` : "The graph holds no article."), articleList(model)];
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, "At a glance"),
      el("p", { class: "lead" }, `${counted(model.facts.length, "fact")} about ${counted(model.entities.length, "entity", "entities")}, read from ${counted(model.meta.sentences, "sentence")}. Every line opens to the sentence that says it.`)),
    !sight.facts.length && el("p", { class: "empty" }, "Nothing passes the filters. ", showEverything("Show everything")),
    busiest.length > 0 && el("section", {}, el("h3", {}, "Most in the news"), el("div", { class: "chips" }, ...busiest.map(([index]) => entityLink(model, index)))),
    factList("Best supported", sight.facts.filter((seen) => seen.status === "asserted" && seen.fact.value === undefined).slice(0, 10), model),
    factList("Disputed", disputed.slice(0, 6), model, disputed.length),
    disputed.length > 6 && button(`All ${disputed.length} disputes`, () => change({ view: "list", table: "disputes" }), { class: "more" }),
    factList("Denied", denied.slice(0, 6), model, denied.length),
    communityList(model),
    articleList(model),
  ];
}

function factList(title, facts, model, count = 0) {
  if (!facts.length) return null;
  return el("section", {}, el("h3", {}, title, count ? badge(count) : null), ...facts.map((seen) => factRow(model, seen)));
}

function articleList(model) {
  const newest = [...model.documents].sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? 1 : -1));
  if (!newest.length) return null;
  return el("section", {}, el("h3", {}, "Articles", badge(newest.length)), ...fewAtFirst(newest.slice(0, 200).map((article) =>
    button([el("span", { class: "what" }, article.title), el("span", { class: "much" }, [article.outlet, dateWords(article.date)].filter(Boolean).join(" · "))],
      () => openArticle(article.index), { class: "row stacked" })), 5));
}

function factPanel(model, sight, fact) {
  const seen = sight.byFact.get(fact.index);
  const all = fact.statements.map((index) => model.statements[index]);
  const whole = see(fact, all);
  const passing = seen?.statements ?? [];
  const relation = model.relationOf.get(fact.relation);
  return [
    el("header", { class: "about" },
      el("p", { class: "eyebrow" }, lineIcon(fact.quad, whole.status), fact.quad ? QUAD_LABELS[fact.quad] : capital(unCamel(relation.group))),
      factHeadline(model, fact),
      el("p", { class: "note" }, `${counted(all.length, "statement")} in ${counted(whole.articles, "article")} from ${counted(bySource(model, all).length, "independent source")}`, ...standing(whole)),
      relation.definition && el("p", { class: "definition" }, relation.definition)),
    el("p", { class: "key" }, ...["subject", "trigger", "object", "speaker"].map((name) => el("mark", { class: name }, MARK_NAMES[name]))),
    ...sourceSections(model, passing),
    passing.length < all.length && el("p", { class: "note" }, `${counted(all.length - passing.length, "statement")} left out by the filters.`),
  ];
}

/** The statements of a fact, each independent source apart. */
function sourceSections(model, statements) {
  const sources = bySource(model, statements);
  const cards = (source) => source.statements.map((statement) => statementCard(model, statement));
  if (sources.length === 1 && !sources[0].copies) return cards(sources[0]);
  return sources.map((source, i) => el("section", { class: "source-group" },
    el("h3", {}, `Source ${i + 1}: ${shorten(source.outlets.join(", "), 60)}`, badge(source.statements.length)),
    source.copies && el("p", { class: "note" }, "These articles are copies of one text, so they count as one source."), ...cards(source)));
}

/** What the reader picks a second entity for: the prompt, and what follows. */
const PICKS = {
  path: { eyebrow: "Path", ask: (name) => `From ${name} to …`, take: (from, to) => choose("path", from, { to }) },
  same: { eyebrow: "Correction", ask: (name) => `${name} is the same as …`, take: (from, to) => judgePair("same", from, to) },
  not_same: { eyebrow: "Correction", ask: (name) => `${name} is not the same as …`, take: (from, to) => judgePair("not_same", from, to) },
};

/** Ask for a second entity, by search or on the map. */
function pick(why, from) {
  change({ picking: { why, from } });
  byId("search").focus();
}

/** Take an entity for what was asked for, or open it. */
function takeEntity(index) {
  const { picking } = state;
  if (!picking || picking.from === index) return choose("entity", index);
  change({ picking: null });
  return PICKS[picking.why].take(picking.from, index);
}

function pickPrompt(model) {
  const { eyebrow, ask } = PICKS[state.picking.why];
  return [el("header", { class: "about" }, el("p", { class: "eyebrow" }, eyebrow),
    el("h2", {}, ask(nameOf(model, state.picking.from))),
    el("p", { class: "lead" }, "Find the other one above, or click it on the map."))];
}

function pathPanel(model, sight, { key: from, to, way = 0 }) {
  const ways = shortestPaths(sight, from, to);
  const at = Math.min(way, ways.length - 1);
  const path = ways[at];
  const head = el("header", { class: "about" }, el("p", { class: "eyebrow" }, "Path"),
    el("h2", {}, entityLink(model, from), " to ", entityLink(model, to)),
    el("p", { class: "lead" }, !path ? "No chain of facts in view connects the two." : path.length ? `${counted(path.length, "step")}; each with the sentence that says it.` : "The two are one and the same."));
  const other = (i) => button(`${i + 1}`, () => choose("path", from, { to, way: i }),
    { attr: { "aria-pressed": String(i === at), title: counted(ways[i].length, "step"), "aria-label": `Way ${i + 1}, ${counted(ways[i].length, "step")}` } });
  const choice = ways.length > 1 && el("div", { class: "actions bar" }, el("span", { class: "note" }, `${ways.length} ways`),
    el("span", { class: "switch", attr: { role: "group", "aria-label": "Ways" } }, ...ways.map((_, i) => other(i))));
  return [head, choice, ...(path ?? []).map(({ fact, statements }, i) => el("section", { class: "hop" }, el("p", { class: "eyebrow" }, `Step ${i + 1}`),
    statementCard(model, bestStatement(statements), { headline: true }),
    statements.length > 1 && button(`All ${statements.length} statements`, () => choose("fact", fact.index), { class: "more" })))];
}

/** The whole article, with the sentences marked that statements were read from. */
function articlePanel(model, article) {
  const bySentence = new Map();
  for (const index of article.statements) {
    const { sentence } = model.statements[index];
    if (!bySentence.has(sentence)) bySentence.set(sentence, []);
    bySentence.get(sentence).push(model.statements[index]);
  }
  const here = state.statement === null ? -1 : model.statements[state.statement].sentence;
  const sentence = (index) => [articleSentence(model, index, bySentence.get(index), index === here), " "];
  const paragraphs = article.paragraphs.length ? article.paragraphs : [...bySentence.keys()].sort((a, b) => a - b).map((index) => [index]);
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, el("span", {}, article.outlet || "Article"), article.date ? `· ${dateWords(article.date)}` : ""),
      el("h2", {}, article.title),
      article.url && el("p", { class: "aliases" }, outsideLink(article.url, shorten(article.url, 70))),
      el("p", { class: "note" }, `${counted(article.statements.length, "statement")} read from it; click a marked sentence, or a name.${model.meta.whole ? "" : " Only the quoted sentences are in this page."}`)),
    el("div", { class: "article" }, ...paragraphs.map((indexes) => el("p", {}, ...indexes.flatMap(sentence)))),
  ];
}

/** Whether a key press means a click; keeps the page from scrolling. */
function pressed(event) {
  const yes = event.key === "Enter" || event.key === " ";
  if (yes) event.preventDefault();
  return yes;
}

/** A sentence of an article: its names open entities, its mark the statements read from it. */
function articleSentence(model, index, statements, isHere) {
  const words = namedParts(model, index);
  if (!statements) return el("span", {}, ...words);
  const open = () => unfold(model, index, statements);
  const mark = el("span", { class: "fold", on: { click: open, keydown: (event) => pressed(event) && open() },
    attr: { role: "button", tabindex: 0, "aria-expanded": "false", "aria-label": `${counted(statements.length, "statement")} read here`, "data-count": statements.length } });
  return el("span", { class: `sentence${isHere ? " here" : ""}`, title: counted(statements.length, "statement"), attr: { "data-sentence": index },
    on: { click: (event) => event.target.closest(".mention, .fold") || open() } }, ...words, mark);
}

/** The text of a sentence in pieces, names as links to their entities; where names nest, the inner one counts. */
function namedParts(model, index) {
  const letters = [...model.sentences[index]];
  const owner = new Array(letters.length).fill(-1);
  const mentions = [...(model.mentions[index] ?? [])].sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]));
  mentions.forEach(([start, end], i) => owner.fill(i, start, end));
  const parts = [];
  for (let start = 0; start < letters.length;) {
    let end = start;
    while (end < letters.length && owner[end] === owner[start]) end += 1;
    const words = letters.slice(start, end).join("");
    parts.push(owner[start] < 0 ? words : mentionLink(model, mentions[owner[start]][2], words));
    start = end;
  }
  return parts;
}

/** Not a button element: browsers do not break a button's text over the lines of a paragraph. */
function mentionLink(model, entity, words) {
  const open = () => choose("entity", entity);
  return el("span", { class: `mention of-${model.entities[entity].kind}`, title: model.entities[entity].name, on: { click: open, keydown: (event) => pressed(event) && open() },
    attr: { role: "link", tabindex: 0 } }, words);
}

/** Open or close the statements below a marked sentence. */
function unfold(model, index, statements) {
  const marked = byId("panel").querySelector(`[data-sentence="${index}"]`);
  const open = marked.nextElementSibling?.classList.contains("unfolded");
  marked.querySelector(".fold").setAttribute("aria-expanded", String(!open));
  if (open) marked.nextElementSibling.remove();
  else marked.after(el("span", { class: "unfolded" }, ...statements.map((statement) => factRow(model, see(model.facts[statement.fact], [statement])))));
}
