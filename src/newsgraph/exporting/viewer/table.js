/**
 * @file The list: the same data without the map, for reading, sorting, and readers of screens.
 */

const ROWS_A_TIME = 200;

const COLUMNS = {
  facts: [
    { name: "Subject", text: (model, { fact }) => nameOf(model, fact.subject), cell: (model, { fact }) => entityLink(model, fact.subject) },
    { name: "Relation", text: (model, { fact }) => fact.label, cell: (model, seen) => factButton(seen) },
    { name: "Object", text: (model, { fact }) => endName(model, fact), cell: (model, { fact }) => objectCell(model, fact) },
    { name: "Standing", text: (model, seen) => (seen.disputed ? "Disputed" : STATUS_WORDS[seen.status]) },
    { name: "Articles", number: (model, seen) => seen.articles },
    { name: "Statements", number: (model, seen) => seen.statements.length },
    { name: "Confidence", number: (model, seen) => seen.confidence, digits: 2 },
  ],
  disputes: [
    { name: "Subject", text: (model, { fact }) => nameOf(model, fact.subject), cell: (model, { fact }) => entityLink(model, fact.subject) },
    { name: "Relation", text: (model, { fact }) => fact.label, cell: (model, seen) => factButton(seen) },
    { name: "Object", text: (model, { fact }) => endName(model, fact), cell: (model, { fact }) => objectCell(model, fact) },
    { name: "Affirmed by", text: (model, seen) => saidIn(model, seen, "asserted") },
    { name: "Denied by", text: (model, seen) => saidIn(model, seen, "denied") },
    { name: "Statements", number: (model, seen) => seen.statements.length },
  ],
  statements: [
    { name: "Date", text: (model, { statement }) => model.documents[statement.document].date ?? "", cell: (model, { statement }) => dateWords(model.documents[statement.document].date) || "–", late: true },
    { name: "Fact", text: (model, { seen }) => factWords(model, seen.fact), cell: (model, { seen, statement }) => button([lineIcon(seen.fact.quad, statement.status), factWords(model, seen.fact)], () => choose("fact", seen.fact.index), { class: "name" }) },
    { name: "Sentence", text: (model, { statement }) => model.sentences[statement.sentence], cell: (model, { statement }) => el("q", {}, ...markedSentence(model.sentences[statement.sentence].trim(), statement.marks)) },
    { name: "Standing", text: (model, { statement }) => statusWords(statement) },
    { name: "Said by", text: (model, { statement }) => speakerName(model, statement), cell: (model, { statement }) => saidCell(model, statement) },
  ],
  entities: [
    { name: "Name", text: (model, entity) => entity.name, cell: (model, entity) => entityLink(model, entity.index) },
    { name: "Class", text: (model, entity) => entity.label },
    { name: "Also known as", text: (model, entity) => shorten(entity.aliases.join(" · "), 90) },
    { name: "Facts", number: (model, entity) => entity.facts.length },
    { name: "Says", number: (model, entity) => entity.says.length },
    { name: "Articles", number: (model, entity) => entity.articles },
  ],
};

const factButton = ({ fact, status }) => button([lineIcon(fact.quad, status), fact.label], () => choose("fact", fact.index), { class: "name" });
const objectCell = (model, fact) => (fact.value === undefined ? entityLink(model, fact.object) : fact.value);

/** The speaker, if there is another than the article, and the outlet, which opens the article. */
function saidCell(model, { speaker, said_by: words, document, index }) {
  const who = speaker === undefined ? words : entityLink(model, speaker);
  return el("span", {}, who ?? "", who && el("br"), button(model.documents[document].outlet || "Unknown outlet", () => openArticle(document, index), { class: "name note" }));
}

/** Who says a thing in one standing, and where. */
const saidIn = (model, { statements }, status) => [...new Set(statements.filter((one) => one.status === status)
  .map((one) => [speakerName(model, one), model.documents[one.document].outlet || "unknown outlet"].filter(Boolean).join(", in ")))].join(" · ");

const ROWS = {
  facts: (model, sight) => sight.facts,
  entities: (model) => entitiesInSight(model),
  disputes: (model, sight) => sight.facts.filter(({ disputed }) => disputed),
  statements: (model, sight) => sight.facts.flatMap((seen) => seen.statements.map((statement) => ({ seen, statement }))),
};
const TABLE_NAMES = { facts: ["Facts", "fact", "facts"], entities: ["Entities", "entity", "entities"], statements: ["Statements", "statement", "statements"], disputes: ["Disputes", "dispute", "disputes"] };

const sorting = { facts: { column: 4, down: true }, entities: { column: 3, down: true }, disputes: { column: 5, down: true }, statements: { column: 0, down: true } };
const alphabet = new Intl.Collator("en", { sensitivity: "base", numeric: true });

/** Draw the list again; sorted as before. */
function showTable(model, sight, rowsShown = ROWS_A_TIME) {
  const which = state.table;
  const rows = sortRows(model, which, ROWS[which](model, sight));
  const tab = (name) => button(TABLE_NAMES[name][0], () => change({ table: name }), { attr: { "aria-pressed": String(which === name) } });
  const more = rows.length > rowsShown
    ? button(`Show ${grouped.format(Math.min(ROWS_A_TIME, rows.length - rowsShown))} more of ${grouped.format(rows.length)}`, () => showTable(model, sight, rowsShown + ROWS_A_TIME), { class: "more" }) : null;
  byId("list").replaceChildren(
    el("div", { class: "table-head" }, el("div", { class: "switch", attr: { role: "group", "aria-label": "What to list" } }, ...TABLES.map(tab)),
      el("span", { class: "note", attr: { role: "status" } }, counted(rows.length, ...TABLE_NAMES[which].slice(1)))),
    el("table", { class: `of-${which}` }, el("caption", { class: "off-screen" }, `${TABLE_NAMES[which][0]} in view`), el("thead", {}, el("tr", {}, ...COLUMNS[which].map((column, i) => headCell(model, sight, which, column, i)))),
      el("tbody", {}, ...rows.length ? rows.slice(0, rowsShown).map((row) => bodyRow(model, which, row)) : [nothingRow(which)])),
    ...(more ? [more] : []));
}

const NOTHING = { disputes: "No fact in view is stated by one and denied by another." };

/** An empty list says so. */
const nothingRow = (which) => el("tr", {}, el("td", { class: "empty", colSpan: COLUMNS[which].length },
  NOTHING[which] ?? (page.model.facts.length ? "Nothing passes the filters. " : "The graph holds nothing yet."), !NOTHING[which] && page.model.facts.length > 0 && showEverything("Show everything")));

const entitiesInSight = (model) => model.entities.filter((entity) => !state.hidden.has(entity.index) && !state.off.has(`kind:${entity.kind}`));

function sortRows(model, which, rows) {
  const { column, down } = sorting[which];
  const { text, number } = COLUMNS[which][column];
  const compare = number ? (a, b) => number(model, a) - number(model, b) : (a, b) => alphabet.compare(text(model, a), text(model, b));
  return [...rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
}

function headCell(model, sight, which, column, i) {
  const { column: by, down } = sorting[which];
  const order = by === i ? (down ? "descending" : "ascending") : "none";
  const sort = () => {
    sorting[which] = { column: i, down: by === i ? !down : Boolean(column.number || column.late) };
    showTable(model, sight);
    byId("list").querySelectorAll("th button")[i].focus();
  };
  return el("th", { class: column.number ? "number" : "", attr: { "aria-sort": order, scope: "col" } },
    button([column.name, el("span", { attr: { "aria-hidden": "true" } }, { ascending: " ↑", descending: " ↓", none: "" }[order])], sort));
}

function bodyRow(model, which, row) {
  const cells = COLUMNS[which].map((column) => {
    if (column.number) return el("td", { class: "number" }, column.number(model, row).toFixed(column.digits ?? 0));
    return el("td", {}, column.cell ? column.cell(model, row) : column.text(model, row));
  });
  return el("tr", { class: row.statement?.status ?? row.status ?? "" }, ...cells);
}
