/**
 * @file The panel on the right: an overview, an entity, a fact, a path or an article.
 */

function showPanel(model, sight) {
  const { chosen } = state;
  const panel = byId("panel");
  const content = state.pathFrom !== null ? pathPrompt(model) : {
    entity: () => entityPanel(model, sight, model.entities[chosen.key]),
    fact: () => factPanel(model, sight, model.facts[chosen.key]),
    path: () => pathPanel(model, sight, chosen.key, chosen.to),
    article: () => articlePanel(model, model.documents[chosen.key]),
  }[chosen?.kind ?? ""]?.() ?? overview(model, sight);
  const bar = chosen || state.pathFrom !== null
    ? [el("div", { class: "crumbs" }, button("← Back", () => history.back(), { class: "quiet" }), button("Close ✕", () => choose(null), { class: "quiet", attr: { title: "Close (Esc)" } }))] : [];
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
    el("section", {}, el("h3", {}, "Most in the news"), el("div", { class: "chips" }, ...busiest.map(([index]) => entityLink(model, index)))),
    factList("Best supported", sight.facts.filter((seen) => seen.status === "asserted" && seen.fact.value === undefined).slice(0, 10), model),
    factList("Disputed", disputed.slice(0, 6), model, disputed.length),
    factList("Denied", denied.slice(0, 6), model, denied.length),
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
  const outlets = new Set(all.map((statement) => model.documents[statement.document].outlet)).size;
  const relation = model.relationOf.get(fact.relation);
  return [
    el("header", { class: "about" },
      el("p", { class: "eyebrow" }, lineIcon(fact.quad, whole.status), fact.quad ? QUAD_LABELS[fact.quad] : unCamel(relation.group)),
      factHeadline(model, fact),
      el("p", { class: "note" }, `${counted(all.length, "statement")} in ${counted(whole.articles, "article")} from ${counted(outlets, "outlet")}`, ...standing(whole)),
      relation.definition && el("p", { class: "definition" }, relation.definition)),
    el("p", { class: "key" }, ...["subject", "trigger", "object", "speaker"].map((name) => el("mark", { class: name }, MARK_NAMES[name]))),
    ...passing.map((statement) => statementCard(model, statement)),
    passing.length < all.length && el("p", { class: "note" }, `${counted(all.length - passing.length, "statement")} left out by the filters.`),
  ];
}

function pathPrompt(model) {
  return [el("header", { class: "about" }, el("p", { class: "eyebrow" }, "Path"),
    el("h2", {}, `From ${nameOf(model, state.pathFrom)} to …`),
    el("p", { class: "lead" }, "Find the other end above, or click it on the map."))];
}

function pathPanel(model, sight, from, to) {
  const path = shortestPath(sight, from, to);
  const head = el("header", { class: "about" }, el("p", { class: "eyebrow" }, "Path"),
    el("h2", {}, entityLink(model, from), " to ", entityLink(model, to)),
    el("p", { class: "lead" }, !path ? "No chain of facts in view connects the two." : path.length ? `${counted(path.length, "step")}; each with the sentence that says it.` : "The two are one and the same."));
  return [head, ...(path ?? []).map(({ fact, statements }, i) => el("section", { class: "hop" }, el("p", { class: "eyebrow" }, `Step ${i + 1}`),
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
  const sentence = (index) => {
    const statements = bySentence.get(index);
    const text = model.sentences[index];
    if (!statements) return [text, " "];
    const note = counted(statements.length, "statement");
    const open = () => unfold(model, index, statements);
    // Not a button element: browsers do not break a button's text over lines of a paragraph.
    return [el("span", { class: `sentence${index === here ? " here" : ""}`, title: note, on: { click: open, keydown: (event) => pressed(event) && open() },
      attr: { role: "button", tabindex: 0, "data-sentence": index, "aria-expanded": "false" } }, text), " "];
  };
  const paragraphs = article.paragraphs.length ? article.paragraphs : [...bySentence.keys()].sort((a, b) => a - b).map((index) => [index]);
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, el("span", {}, article.outlet || "Article"), article.date ? `· ${dateWords(article.date)}` : ""),
      el("h2", {}, article.title),
      article.url && el("p", { class: "aliases" }, outsideLink(article.url, shorten(article.url, 70))),
      el("p", { class: "note" }, `${counted(article.statements.length, "statement")} read from it; click a marked sentence.${model.meta.whole ? "" : " Only the quoted sentences are in this page."}`)),
    el("div", { class: "article" }, ...paragraphs.map((indexes) => el("p", {}, ...indexes.flatMap(sentence)))),
  ];
}

/** Whether a key press means a click; keeps the page from scrolling. */
function pressed(event) {
  const yes = event.key === "Enter" || event.key === " ";
  if (yes) event.preventDefault();
  return yes;
}

/** Open or close the statements below a marked sentence. */
function unfold(model, index, statements) {
  const marked = byId("panel").querySelector(`[data-sentence="${index}"]`);
  const open = marked.nextElementSibling?.classList.contains("unfolded");
  marked.setAttribute("aria-expanded", String(!open));
  if (open) marked.nextElementSibling.remove();
  else marked.after(el("span", { class: "unfolded" }, ...statements.map((statement) => factRow(model, see(model.facts[statement.fact], [statement])))));
}
