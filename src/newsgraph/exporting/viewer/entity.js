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
  const says = entity.says.map((index) => model.statements[index])
    .filter((statement) => sight.byFact.get(statement.fact)?.statements.includes(statement));
  return [
    entityHead(model, entity),
    entityActions(entity, sight),
    relationGroups("Details", details, entity, model, (relation) => relation.label),
    relationGroups(`What ${shorten(entity.name, 28)} does or is`, active, entity, model, (relation) => relation.label),
    relationGroups("What is said or done about it", passive, entity, model, backwards),
    says.length > 0 && el("section", {}, el("h3", {}, `What ${shorten(entity.name, 28)} says`, badge(says.length)),
      ...fewAtFirst(says.map((statement) => saidRow(model, statement)), 4)),
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
  const onMap = sight.support.has(entity.index);
  if (!onMap) return el("p", { class: "note" }, "Not on the map: no fact in view ties it to another entity.");
  const hop = (hops, text) => button(text, () => change({ hops }, { step: true }),
    { attr: { "aria-pressed": String(state.hops === hops), title: hops ? `Only what is within ${counted(hops, "step")}` : "The whole map" } });
  return el("div", { class: "actions bar" },
    el("span", { class: "switch", attr: { role: "group", "aria-label": "Neighbourhood" } }, hop(0, "All"), hop(1, "1 step"), hop(2, "2"), hop(3, "3")),
    button("Path to …", () => { change({ pathFrom: entity.index }); byId("search").focus(); }, { id: "path-start" }),
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

function saidRow(model, statement) {
  const fact = model.facts[statement.fact];
  const article = model.documents[statement.document];
  return button([
    el("span", { class: "what" }, el("q", {}, shorten(model.sentences[statement.sentence].trim(), 150))),
    el("span", { class: "much" }, dateWords(article.date)),
  ], () => choose("fact", fact.index), { class: "row quote" });
}
