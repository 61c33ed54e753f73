/**
 * @file Evidence: facts as headlines, statements as cards with the sentence they were read from.
 */

const MARK_NAMES = { subject: "subject", trigger: "relation", object: "object", speaker: "speaker", cue: "reporting word" };

/**
 * A sentence with its parts marked. Offsets count code points, so that an emoji is one.
 * @param {string} text
 * @param {Object<string, number[]>} marks name → [start, end)
 */
function markedSentence(text, marks) {
  const letters = [...text];
  const owner = new Array(letters.length).fill("");
  // Where parts overlap the shorter one is on top; of equally long ones, the end of the fact.
  const painted = ["cue", "trigger", "speaker", "object", "subject"].filter((name) => marks[name])
    .sort((a, b) => (marks[b][1] - marks[b][0]) - (marks[a][1] - marks[a][0]));
  for (const name of painted) owner.fill(name, ...marks[name]);
  const parts = [];
  for (let start = 0; start < letters.length;) {
    let end = start;
    while (end < letters.length && owner[end] === owner[start]) end += 1;
    const words = letters.slice(start, end).join("");
    parts.push(owner[start] ? el("mark", { class: owner[start], title: MARK_NAMES[owner[start]] }, words) : words);
    start = end;
  }
  return parts;
}

/** A name that opens its entity; values and unknown ends are plain text. */
function entityLink(model, index, text = nameOf(model, index)) {
  const entity = model.entities[index];
  if (!entity) return el("span", {}, text);
  return button([kindIcon(entity.kind, 12), text], () => choose("entity", index), { class: "name" });
}

/** "Subject — relation → object", each end to be opened. */
function factHeadline(model, fact, tag = "h2") {
  const end = fact.value === undefined ? entityLink(model, fact.object) : el("span", { class: "value" }, fact.value);
  const relation = el("span", { class: `relation quad-${(fact.quad ?? "none").replace(" ", "-")}` }, ` ${fact.label} `);
  return el(tag, { class: "headline" }, entityLink(model, fact.subject), relation, end);
}

/** Signs that a fact is not simply stated. */
function standing({ status, disputed }) {
  const chips = [];
  if (disputed) chips.push(el("span", { class: "chip disputed" }, "! disputed"));
  if (status === "denied") chips.push(el("span", { class: "chip denied" }, "✕ denied"));
  if (status === "planned") chips.push(el("span", { class: "chip planned" }, "⋯ planned or possible"));
  return chips;
}

/** One statement: the sentence, who says it, when, where, how it was read. */
function statementCard(model, statement, { headline = false } = {}) {
  const article = model.documents[statement.document];
  const fact = model.facts[statement.fact];
  const text = model.sentences[statement.sentence];
  return el("article", { class: `card ${statement.status}`, attr: { "data-statement": statement.id } },
    headline && factHeadline(model, fact, "h3"),
    el("p", { class: "standing" },
      el("span", { class: `chip ${statement.status}` }, `${{ asserted: "", denied: "✕ ", planned: "⋯ " }[statement.status]}${statusWords(statement)}`),
      statement.confirmed && el("span", { class: "chip" }, "✓ confirmed by a person"),
      ...details(model, statement)),
    el("blockquote", {}, ...markedSentence(text, statement.marks)),
    readAs(model, statement, fact, text),
    el("p", { class: "said" }, ...saidBy(model, statement)),
    el("p", { class: "source" },
      el("strong", {}, article.outlet || "Unknown outlet"), article.date ? ` · ${dateWords(article.date)}` : "", el("br"),
      outsideLink(article.url, article.title)),
    el("div", { class: "actions" },
      model.meta.whole && button("Read in the article", () => openArticle(article.index, statement.index)),
      button("Copy as citation", () => copyText(citation(model, statement))),
      ...statementJudging(model, statement),
      readingOf(statement)));
}

function details(model, statement) {
  return statement.details.map(({ name, text, entity }) => el("span", { class: "detail" },
    `${DETAIL_WORDS[name] ?? unCamel(name)} `, entity === undefined ? el("b", {}, text) : entityLink(model, entity, text)));
}

/** Who a pronoun or a description in the sentence was taken for: never hidden from the reader. */
function readAs(model, statement, fact, text) {
  const letters = [...text];
  const notes = [];
  for (const [part, index] of [["subject", fact.subject], ["object", fact.object], ["speaker", statement.speaker]]) {
    const entity = model.entities[index];
    const mark = statement.marks[part];
    if (!entity || !mark) continue;
    const words = letters.slice(...mark).join("");
    if (fold(words) !== fold(entity.name)) notes.push(el("span", {}, `“${shorten(words, 40)}” read as ${entity.name}`));
  }
  return notes.length ? el("p", { class: "read-as" }, ...notes) : null;
}

/** Who says it, by name if that is known: the article may only say “she”. */
const speakerName = (model, { speaker, said_by: words }) => (speaker === undefined ? words ?? "" : nameOf(model, speaker));

function saidBy(model, statement) {
  if (!statement.stance) return ["In the words of the article, with no other speaker."];
  const who = statement.speaker !== undefined
    ? entityLink(model, statement.speaker)
    : el("b", {}, statement.said_by || "an unnamed source");
  return ["According to ", who, ", who ", STANCE_WORDS[statement.stance] ?? statement.stance, "."];
}

/** How the statement was read: rules, confidence, id. */
function readingOf(statement) {
  return el("details", { class: "reading" }, el("summary", {}, `Confidence ${confidenceWords(statement.confidence)}`),
    el("p", {}, "Read by: ", statement.rules.map(unCamel).join(" → ") || "no named rule"), el("p", { class: "id" }, statement.id));
}

/** One line for a fact in a list; opens the fact. `from` is left out, as the list is about it. */
function factRow(model, seen, from = null) {
  const { fact } = seen;
  const forward = from === null || fact.subject === from;
  const other = forward ? fact.object : fact.subject;
  const kind = fact.value === undefined ? model.entities[other]?.kind : null;
  const text = forward ? endName(model, fact) : nameOf(model, fact.subject);
  const words = from === null
    ? [el("b", {}, nameOf(model, fact.subject)), el("i", {}, ` ${fact.label} `), el("b", {}, endName(model, fact))]
    : [kind ? kindIcon(kind, 12) : null, el("b", {}, text)].filter(Boolean);
  const much = el("span", { class: "much" }, counted(seen.articles, "article"));
  return button([el("span", { class: "what" }, ...words, ...standing(seen)), much], () => choose("fact", fact.index),
    { class: "row", attr: { "data-fact": fact.id } });
}
