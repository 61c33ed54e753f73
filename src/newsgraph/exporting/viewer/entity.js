/**
 * @file The panel of one entity: who it is, what it does, what is done to it, what it says.
 */

const ROWS_AT_FIRST = 6;

function entityPanel(model, sight, entity) {
  const seen = entity.facts.map((index) => sight.byFact.get(index)).filter(Boolean).sort(bestFirst);
  const [details, active, passive] = [[], [], []];
  for (const one of seen) {
    if (one.fact.value !== undefined) details.push(one);
    else (one.fact.subject === entity.index ? active : passive).push(one);
  }
  const inView = (statement) => sight.byFact.get(statement.fact)?.statements.includes(statement);
  const says = entity.says.map((index) => model.statements[index]).filter(inView).sort(newestFirst(model));
  const saidOf = seen.flatMap(({ statements }) => statements).filter(({ voice, speaker }) => voice && speaker !== entity.index).sort(newestFirst(model));
  return [
    entityHead(model, entity),
    entityActions(entity, sight),
    entityJudging(model, entity),
    topTies(model, entity, seen),
    positionsOverTime(model, seen, entity),
    relationGroups("Details", details.filter(({ fact }) => fact.relation !== POST), entity, model, (relation) => relation.label),
    relationGroups(`What ${shorten(entity.name, 28)} does or is`, active, entity, model, (relation) => relation.label),
    relationGroups("What is done to it", passive, entity, model, backwards),
    says.length > 0 && el("section", {}, el("h3", {}, `What ${shorten(entity.name, 28)} says`, badge(says.length)),
      ...fewAtFirst(says.map((statement) => saidRow(model, statement)), 4)),
    saidOf.length > 0 && el("section", {}, el("h3", {}, `What others say of ${shorten(entity.name, 28)}`, badge(saidOf.length)),
      ...fewAtFirst(saidOf.map((statement) => saidRow(model, statement, { who: true })), 4)),
    namedIn(model, entity),
    reasonsOf(entity),
    !seen.length && !says.length && el("p", { class: "empty" }, "No fact about this passes the filters. It is named in the articles all the same."),
  ];
}

function entityHead(model, entity) {
  return el("header", { class: "about" },
    el("p", { class: "eyebrow" }, kindIcon(entity.kind), capital(entity.label), entity.described ? " · known by description only" : "",
      entity.articles ? ` · named in ${counted(entity.articles, "article")}` : ""),
    el("h2", {}, entity.name),
    entity.aliases.length > 0 && el("p", { class: "aliases" }, "also ", entity.aliases.slice(0, 12).join(" · ")),
    entity.identifiers.length > 0 && el("p", { class: "aliases" }, ...entity.identifiers.flatMap((iri, i) => [i ? " · " : "same as ", outsideLink(iri, shorten(iri, 50))])));
}

function entityActions(entity, sight) {
  const communityOf = page.model.communityOf.get(entity.index);
  const onMap = sight.support.has(entity.index);
  if (!onMap) return el("p", { class: "note" }, "Not on the map: no fact in view ties it to another entity.");
  const hop = (hops, text) => button(text, () => change({ hops }, { step: true }),
    { attr: { "aria-pressed": String(state.hops === hops), title: hops ? `Only what is within ${counted(hops, "step")}` : "The whole map" } });
  return el("div", { class: "actions bar" },
    el("span", { class: "switch", attr: { role: "group", "aria-label": "Neighbourhood" } }, hop(0, "All"), hop(1, "1 step"), hop(2, "2"), hop(3, "3")),
    button("Path to …", () => pick("path", entity.index), { id: "path-start" }),
    communityOf && button("Community", () => choose("community", communityOf.first)),
    state.pinned.has(entity.index) && button("Unpin", () => change({ pinned: new Map([...state.pinned].filter(([index]) => index !== entity.index)) }, { step: true })),
    button("Hide", () => hideEntity(entity)));
}

function hideEntity(entity) {
  change({ hidden: new Set([...state.hidden, entity.index]), chosen: null, hops: 0 }, { step: true });
  const undo = () => change({ hidden: new Set([...state.hidden].filter((i) => i !== entity.index)) });
  toast(`${entity.name} is hidden.`, { label: "Undo", run: undo });
}

/** How a relation reads from its object: its inverse label, or its label with an arrow. */
const backwards = (relation) => (relation.symmetric ? relation.label : relation.inverse ? unCamel(relation.inverse) : `← ${relation.label}`);

function relationGroups(title, seen, entity, model, label) {
  if (!seen.length) return null;
  const groups = new Map();
  for (const one of seen) {
    const relation = model.relationOf.get(one.fact.relation);
    if (!groups.has(relation)) groups.set(relation, []);
    groups.get(relation).push(one);
  }
  const blocks = [...groups].map(([relation, members]) => el("div", { class: "group" },
    el("h4", {}, lineIcon(relation.quad), label(relation)),
    ...fewAtFirst(members.map((one) => factRow(model, one, entity.index)), ROWS_AT_FIRST)));
  return el("section", {}, el("h3", {}, title, badge(seen.length)), ...blocks);
}

/** Show the first few and a button for the rest. */
function fewAtFirst(rows, few) {
  if (rows.length <= few + 1) return rows;
  const more = button(`${rows.length - few} more`, () => more.replaceWith(...rows.slice(few)), { class: "more" });
  return [...rows.slice(0, few), more];
}

const badge = (count) => el("span", { class: "badge" }, grouped.format(count));

function saidRow(model, statement, { who = false } = {}) {
  const fact = model.facts[statement.fact];
  const article = model.documents[statement.document];
  return button([
    el("span", { class: "what" }, who && el("b", {}, `${speakerName(model, statement)}: `), el("q", {}, shorten(model.sentences[statement.sentence].trim(), 150))),
    el("span", { class: "much" }, dateWords(article.date)),
  ], () => choose("fact", fact.index), { class: "row quote" });
}

const TIES_AT_FIRST = 8;

/** The neighbours with most articles between, each opening all that stands between the two. */
function topTies(model, entity, seen) {
  const ties = new Map();
  for (const { fact, articles } of seen) {
    const other = fact.subject === entity.index ? fact.object : fact.subject;
    if (other !== undefined && other !== null) ties.set(other, (ties.get(other) ?? 0) + articles);
  }
  if (ties.size < 2) return null;
  const rows = [...ties].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, TIES_AT_FIRST);
  return el("section", {}, el("h3", {}, "Closest ties"), el("div", { class: "chips" }, ...rows.map(([other]) =>
    button([kindIcon(model.entities[other].kind, 12), nameOf(model, other)], () => choose("pair", entity.index, { to: other }), { class: "name" }))));
}

const POST = "holdsPosition";

/** Posts with what is said of their time, the latest first; undated ones by the day of the article. */
function positionsOverTime(model, seen, entity) {
  const posts = seen.filter(({ fact }) => fact.relation === POST && fact.subject === entity.index).flatMap(({ fact, statements }) => statements.map((statement) => {
    const told = (name) => statement.details.find((detail) => detail.name === name)?.text ?? "";
    const day = model.documents[statement.document].date ?? "";
    return { fact, statement, of: told("of"), from: told("startDate"), until: told("endDate"), tenure: told("tenure"), day };
  }));
  if (!posts.length) return null;
  posts.sort((a, b) => ((b.from || b.day) > (a.from || a.day) ? 1 : -1));
  const time = ({ from, until, tenure, day }) => [tenure, from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(", ") || (day && `in an article of ${dateWords(day)}`);
  return el("section", {}, el("h3", {}, "Positions over time", badge(posts.length)), ...fewAtFirst(posts.map((post) => button(
    [el("span", { class: "what" }, el("b", {}, post.fact.value), post.of ? ` of ${post.of}` : "", ...standing(see(post.fact, [post.statement]))), el("span", { class: "much" }, time(post))],
    () => choose("fact", post.fact.index), { class: "row", attr: { "data-fact": post.fact.id } })), ROWS_AT_FIRST));
}

/** The articles that name an entity, newest first; each opens where it is named. */
function namedIn(model, entity) {
  const articles = articlesNaming(model, entity.index);
  if (!articles.length) return null;
  return el("section", {}, el("h3", {}, "Named in", badge(articles.length)), ...fewAtFirst(articles.map((article) => button(
    [el("span", { class: "what" }, article.title), el("span", { class: "much" }, [article.outlet, dateWords(article.date)].filter(Boolean).join(" · "))],
    () => openArticle(article.index), { class: "row stacked" })), 4));
}

/** Articles with a mention of an entity; none where the page holds only quoted sentences. */
function articlesNaming(model, index) {
  return model.documents.filter(({ paragraphs }) => paragraphs.flat().some((sentence) => (model.mentions[sentence] ?? []).some((mention) => mention[2] === index)))
    .sort((a, b) => ((a.date ?? "") < (b.date ?? "") ? 1 : -1));
}

const reasonsOf = ({ reasons }) => (reasons.length ? el("details", { class: "reading" }, el("summary", {}, "Why this is one thing"), ...reasons.map((reason) => el("p", {}, reason))) : null);
