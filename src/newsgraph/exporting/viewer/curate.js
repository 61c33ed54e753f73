/**
 * @file Corrections: what the reader confirms, rejects, joins, keeps apart, renames or puts into another
 * class. They gather in a list that is saved as a file of judgements, which the next build applies.
 */

const VERDICT_WORDS = { same: "is the same as", not_same: "is not the same as", name: "is called", class: "is a", reject: "is rejected", confirm: "is confirmed" };
const STORE = "newsgraph judgements";

/** @type {{judgement: string, one: string, other?: string, why: string, words: string}[]} */
let judgements = [];
let judge = ""; // who judges

/** The entity as it is in its first article: that lasts when articles are added. */
function reference(model, entity, article = model.documents[entity.home]) {
  return article ? `${entity.id}@${article.id}` : entity.id;
}

/** Add a judgement; one about the same things replaces it. */
function addJudgement(record) {
  const about = ({ judgement, one, other }) => (["same", "not_same"].includes(judgement) ? ["pair", ...[one, other].sort()].join(" ") : ["reject", "confirm"].includes(judgement) ? `statement ${one}` : `${judgement} ${one}`);
  judgements = [...judgements.filter((other) => about(other) !== about(record)), { why: "", ...record }];
  keepJudgements();
  toast(`Noted: ${record.words}.`, { label: "Undo", run: () => dropJudgement(record.words) });
}

function dropJudgement(words) {
  judgements = judgements.filter((record) => record.words !== words);
  keepJudgements();
}

/** Remember the list until it is saved, as far as the browser lets a page remember; then show it. */
function keepJudgements() {
  try {
    localStorage.setItem(`${STORE} ${location.pathname}`, JSON.stringify({ judge, judgements }));
  } catch {
    // No store, as in a sandbox: the list lives as long as the page.
  }
  byId("judge-open").hidden = !judgements.length;
  byId("judge-open").textContent = counted(judgements.length, "correction");
  showPanel(page.model, page.sight);
}

/** Take up the list where it was left. */
function recallJudgements() {
  try {
    const kept = JSON.parse(localStorage.getItem(`${STORE} ${location.pathname}`) ?? "{}");
    judgements = (kept.judgements ?? []).filter(({ judgement, one, words }) => judgement in VERDICT_WORDS && one && words);
    judge = String(kept.judge ?? "");
  } catch {
    judgements = [];
  }
  byId("judge-open").hidden = !judgements.length;
  byId("judge-open").textContent = counted(judgements.length, "correction");
  byId("judge-open").addEventListener("click", showJudgements);
}

/** Two entities are, or are not, the same. */
function judgePair(judgement, from, to) {
  const { model } = page;
  const [one, other] = [from, to].map((index) => model.entities[index]);
  choose("entity", from);
  addJudgement({ judgement, one: reference(model, one), other: reference(model, other), words: `${one.name} ${VERDICT_WORDS[judgement]} ${other.name}` });
}

/** The corrections that an entity offers. */
function entityJudging(model, entity) {
  const name = el("input", { type: "text", value: entity.name, attr: { "aria-label": "Name" } });
  const classes = el("select", { attr: { "aria-label": "Class" } }, ...model.classes.map((one) => el("option", { value: one.name, selected: one.label === entity.label }, one.label)));
  const note = (judgement, other, shown) => addJudgement({ judgement, one: reference(model, entity), other, words: `${entity.name} ${VERDICT_WORDS[judgement]} ${shown}` });
  const rename = () => name.value.trim() && name.value.trim() !== entity.name && note("name", name.value.trim(), name.value.trim());
  const articles = articlesNaming(model, entity.index).filter(({ index }) => index !== entity.home);
  const where = articles.length > 0 && el("select", { attr: { "aria-label": "Article" } }, ...articles.map((article) => el("option", { value: article.index }, shorten(article.title, 50))));
  const divide = () => {
    const article = model.documents[where.value];
    addJudgement({ judgement: "not_same", one: reference(model, entity), other: reference(model, entity, article), words: `${entity.name} is somebody or something else in “${article.title}”` });
  };
  return el("details", { class: "judging", open: Boolean(state.judging), on: { toggle: (event) => { state.judging = event.target.open; } } }, el("summary", {}, "Correct …"),
    el("div", { class: "line-of" }, name, button("Rename", rename)),
    el("div", { class: "line-of" }, classes, button("Change class", () => note("class", classes.value, classes.selectedOptions[0].text))),
    el("div", { class: "line-of" }, button("Same as …", () => pick("same", entity.index)), button("Not the same as …", () => pick("not_same", entity.index))),
    where && el("div", { class: "line-of" }, where, button("Another one there", divide)),
    el("p", { class: "note" }, "Corrections are a list until you save it; a build with that file applies them."));
}

/** The corrections that a statement offers, and which was made. */
function statementJudging(model, statement) {
  const made = judgements.find(({ judgement, one }) => one === statement.id && ["reject", "confirm"].includes(judgement));
  if (made) return [el("span", { class: `chip ${made.judgement === "reject" ? "denied" : ""}` }, made.judgement === "reject" ? "✕ you reject it" : "✓ you confirm it"), button("Undo", () => dropJudgement(made.words))];
  const words = factWords(model, model.facts[statement.fact]);
  const note = (judgement) => addJudgement({ judgement, one: statement.id, words: `“${shorten(words, 80)}” (${statement.id}) ${VERDICT_WORDS[judgement]}` });
  return [button("Confirm", () => note("confirm")), button("Reject", () => note("reject"))];
}

const today = () => new Date().toISOString().slice(0, 10);

/** The list as records of a file of judgements. */
const judgementRecords = () => judgements.map(({ judgement, one, other, why }) => ({ judgement, one, ...(other ? { other } : {}), ...(judge ? { by: judge } : {}), when: today(), ...(why ? { why } : {}) }));

const judgementLines = () => judgementRecords().map((record) => `${JSON.stringify(record)}\n`).join("");

function showJudgements() {
  const box = byId("judging");
  const who = el("input", { type: "text", value: judge, id: "judge-name", attr: { autocomplete: "name" }, on: { change: () => { judge = who.value.trim(); keepJudgements(); } } });
  const row = (record) => el("li", {}, el("span", { class: "what" }, record.words),
    el("input", { type: "text", value: record.why, placeholder: "why", attr: { "aria-label": `Why: ${record.words}` }, on: { change: (event) => { record.why = event.target.value.trim(); keepJudgements(); } } }),
    button("Take back", () => { dropJudgement(record.words); if (judgements.length) showJudgements(); else box.close(); }));
  box.replaceChildren(el("h2", {}, "Corrections"), el("label", {}, "Your name ", who), el("ul", { class: "corrections" }, ...judgements.map(row)),
    el("p", { class: "note" }, "Save the file as seeds/judgements.jsonl, or name it with --judgements; the next build applies it."),
    el("div", { class: "actions" }, button("Save file", () => save("judgements.jsonl", judgementLines(), "application/jsonl"), { id: "judge-save" }),
      ...(page.model.meta.served ? sendingJudgements() : []), button("Close", () => box.close())));
  if (!box.open) box.showModal();
}

/** Where a server keeps judgements: send them there. */
function sendingJudgements() {
  const token = el("input", { type: "password", placeholder: "token of the server", id: "judge-token", attr: { "aria-label": "Token", autocomplete: "off" } });
  const send = async () => {
    const answer = await fetch("api/judgements", { method: "POST", headers: { "Content-Type": "application/json", Authorization: `Bearer ${token.value}` }, body: JSON.stringify({ judgements: judgementRecords() }) }).catch(() => null);
    if (!answer?.ok) return toast(answer ? `Not sent: ${shorten((await answer.text()).trim(), 200)}` : "Not sent: the server does not answer.");
    judgements = [];
    keepJudgements();
    byId("judging").close();
    return toast("Sent.");
  };
  return [token, button("Send", send, { id: "judge-send" })];
}
