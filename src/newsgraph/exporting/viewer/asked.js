/**
 * @file Panels that answer a question: what stands between two entities, in a relation, in a community.
 */

/** A fact with the sentence that speaks best for it. */
function answerRow(model, seen) {
  const statement = bestStatement(seen.statements);
  const article = model.documents[statement.document];
  return el("div", { class: "answer" }, factRow(model, seen),
    el("blockquote", { class: "small" }, ...markedSentence(model.sentences[statement.sentence], statement.marks)),
    el("p", { class: "note" }, [article.outlet, dateWords(article.date)].filter(Boolean).join(" · ")));
}

function pairPanel(model, sight, { key, to }) {
  const facts = factsBetween(sight, key, to);
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, "Between two"),
      el("h2", {}, entityLink(model, key), " and ", entityLink(model, to)),
      el("p", { class: "note" }, facts.length ? `${counted(facts.length, "fact")}, the best supported first` : "No fact in view ties the two.")),
    ...facts.map((seen) => answerRow(model, seen)),
  ];
}

/** The words of a question: "KFOR cooperates with …", "… praises KFOR", "… praises …". */
function questionWords(model, { key, relation, back }) {
  const { label, symmetric } = model.relationOf.get(relation);
  const name = key === null ? "…" : nameOf(model, key);
  return key !== null && back && !symmetric ? `… ${label} ${name}` : `${name} ${label} …`;
}

/** The answers in view, of a symmetric relation in both directions. */
function answers(model, sight, question) {
  const found = answersTo(sight, question);
  if (question.key === null || !model.relationOf.get(question.relation).symmetric) return found;
  return [...new Set([...found, ...answersTo(sight, { ...question, back: !question.back })])].sort(bestFirst);
}

function askedPanel(model, sight, question) {
  const facts = answers(model, sight, question);
  const relation = model.relationOf.get(question.relation);
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, lineIcon(relation.quad), "Question"),
      el("h2", {}, questionWords(model, question)),
      el("p", { class: "note" }, facts.length ? `${counted(facts.length, "answer")}, the best supported first` : "Nothing in view answers this."),
      relation.definition && el("p", { class: "definition" }, relation.definition)),
    ...fewAtFirst(facts.map((seen) => answerRow(model, seen)), 30),
  ];
}

const setWith = (set, item, on) => new Set(on ? [...set, item] : [...set].filter((one) => one !== item));

/** Draw a community as one dot, or as its members. */
const foldCommunity = ({ first }, on) => change({ folded: setWith(state.folded, first, on) }, { step: true });

function communityPanel(model, sight, community) {
  const folded = state.folded.has(community.first);
  const inside = new Set(community.members);
  const ties = sight.between.filter(({ fact }) => inside.has(fact.subject) && inside.has(fact.object));
  const out = sight.between.filter(({ fact }) => inside.has(fact.subject) !== inside.has(fact.object));
  return [
    el("header", { class: "about" }, el("p", { class: "eyebrow" }, "Community"), el("h2", {}, `${community.label} …`),
      el("p", { class: "note" }, `${counted(community.members.length, "entity", "entities")} that are tied to each other more than to others`)),
    el("div", { class: "actions bar" }, button(folded ? "Unfold" : "Fold into one dot", () => foldCommunity(community, !folded), { id: "fold" })),
    el("section", {}, el("h3", {}, "Members", badge(community.members.length)), el("div", { class: "chips" }, ...fewAtFirst(community.members.map((index) => entityLink(model, index)), 40))),
    factList("Within it", ties.slice(0, 12), model, ties.length),
    factList("To others", out.slice(0, 12), model, out.length),
  ];
}

function communityList(model) {
  if (model.communities.length < 2) return null;
  const all = model.communities.map(({ first }) => first);
  return el("section", {}, el("h3", {}, "Communities", badge(model.communities.length)),
    ...fewAtFirst(model.communities.map((community) => button(
      [el("span", { class: "what" }, `${community.label} …`), el("span", { class: "much" }, counted(community.members.length, "entity", "entities"))],
      () => choose("community", community.first), { class: "row" })), 6),
    state.folded.size < all.length && button("Fold all into dots", () => change({ folded: new Set(all) }, { step: true }), { class: "more", id: "fold-all" }),
    state.folded.size > 0 && button("Unfold all", () => change({ folded: new Set() }, { step: true }), { class: "more", id: "unfold-all" }));
}
