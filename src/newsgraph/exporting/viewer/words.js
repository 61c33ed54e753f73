/**
 * @file Wording: numbers, dates, folding of accents, how a statement is said.
 */

const grouped = new Intl.NumberFormat("en");
const dayWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** @param {number} count @param {string} one @param {string} [many] "3 facts" */
const counted = (count, one, many = `${one}s`) => `${grouped.format(count)} ${count === 1 ? one : many}`;

/** @param {string|undefined} iso `2025-12-03` → `3 Dec 2025`; anything else comes back as it is. */
function dateWords(iso) {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") ? Date.parse(iso) : NaN;
  return Number.isNaN(time) ? iso ?? "" : dayWords.format(time);
}

/** @param {string[]|null} period first and last day */
function periodWords(period) {
  if (!period) return "";
  const [first, last] = period.map(dateWords);
  return first === last ? first : `${first} – ${last}`;
}

/** Letters that have no accent to take off but that people type without their stroke. */
const STROKES = { đ: "d", ð: "d", ł: "l", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i", ħ: "h" };

/** Make two spellings comparable: no case, no accents, single blanks. */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[đðłøßæœþıħ]/g, (letter) => STROKES[letter]).replace(/\s+/g, " ").trim();
}

/** Shorten to a number of code points. */
function shorten(text, most) {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("").trimEnd()}…`;
}

/** "deployedTo" → "deployed to". */
const unCamel = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();

const STATUS_WORDS = { asserted: "Stated as fact", denied: "Denied", planned: "Planned or possible" };
const MODALITY_WORDS = {
  future: "planned or announced",
  possible: "possible",
  hypothetical: "conditional",
  obliged: "demanded",
};
const MODALITY_FILTERS = { actual: "Actual", ...Object.fromEntries(Object.entries(MODALITY_WORDS).map(([name, words]) => [name, words.charAt(0).toUpperCase() + words.slice(1)])) };
const STANCE_WORDS = { asserts: "says so", denies: "denies it", asks: "asks for it", warns: "warns of it" };
const DETAIL_WORDS = {
  eventDate: "when", startDate: "from", endDate: "until", place: "where", of: "of",
  amount: "how much", role: "as", recipient: "to", tenure: "held",
};

/** What a statement is: "Denied, possible". */
function statusWords(statement) {
  if (statement.status === "planned") return capital(MODALITY_WORDS[statement.modality] ?? "not yet real");
  const base = STATUS_WORDS[statement.status];
  return statement.modality ? `${base} · ${MODALITY_WORDS[statement.modality]}` : base;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How sure the reading is, in words beside the number. */
function confidenceWords(value) {
  const word = value >= 0.8 ? "high" : value >= 0.55 ? "medium" : "low";
  return `${word} (${value.toFixed(2)})`;
}

/** Where a statement stands: outlet, title, date. */
const sourceWords = (article) => [article.outlet, article.title, dateWords(article.date)].filter(Boolean).join(" · ");

/** A statement as one would cite it. */
function citation(model, statement) {
  const article = model.documents[statement.document];
  const fact = model.facts[statement.fact];
  const source = [article.outlet, `“${article.title}”`, dateWords(article.date), article.url].filter(Boolean).join(", ");
  return `“${model.sentences[statement.sentence].trim()}” — ${source}. [${factWords(model, fact)}; ${STATUS_WORDS[statement.status].toLowerCase()}; ${statement.id}]`;
}

/** A fact in one line of text. */
function factWords(model, fact) {
  return `${nameOf(model, fact.subject)} — ${fact.label} → ${endName(model, fact)}`;
}

const nameOf = (model, index) => model.entities[index]?.name ?? "?";
const endName = (model, fact) => (fact.value === undefined ? nameOf(model, fact.object) : fact.value);
