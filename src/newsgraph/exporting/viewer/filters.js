/**
 * @file What is left after the filters, and which part of it the map draws.
 *
 * @typedef {{fact: Fact, statements: Statement[], articles: number, confidence: number, status: string,
 *   disputed: boolean}} Seen A fact with those of its statements that pass the filters.
 * @typedef {{facts: Seen[], byFact: Map<number, Seen>, drawn: Seen[], shown: Set<number>, total: number,
 *   support: Map<number, number>}} Sight `shown`: entities on the map; `total`: those that could be.
 */

/** Apply the filters to the whole graph. @returns {Sight} */
function look(model, choice) {
  const passes = statementTest(model, choice);
  const facts = [];
  for (const fact of model.facts) {
    const seen = factPasses(model, fact, choice) && see(fact, fact.statements.map((i) => model.statements[i]).filter(passes));
    if (seen) facts.push(seen);
  }
  facts.sort(bestFirst);
  const between = facts.filter(({ fact }) => fact.object !== undefined && fact.object !== null);
  const support = new Map();
  for (const { fact, articles } of between) {
    for (const end of [fact.subject, fact.object]) support.set(end, (support.get(end) ?? 0) + articles);
  }
  const sight = { facts, byFact: new Map(facts.map((seen) => [seen.fact.index, seen])), between, support, total: support.size };
  sight.shown = chooseShown(sight, choice);
  sight.drawn = between.filter(({ fact }) => sight.shown.has(fact.subject) && sight.shown.has(fact.object));
  return sight;
}

function factPasses(model, fact, { off, hidden }) {
  if (off.has(fact.relation)) return false;
  return [fact.subject, fact.object].every((end) => end === undefined || end === null
    || (!hidden.has(end) && !off.has(`kind:${model.entities[end].kind}`)));
}

function statementTest(model, { off, least, from, to }) {
  return (statement) => {
    const article = model.documents[statement.document];
    const day = article.date ?? "";
    return !off.has(`status:${statement.status}`) && !off.has(`modality:${statement.modality ?? "actual"}`)
      && !off.has(`outlet:${article.outlet}`) && !off.has(`speaker:${statement.voice}`)
      && statement.confidence >= least && (!from || (day && day >= from)) && (!to || (day && day <= to));
  };
}

const STANDING_ORDER = ["asserted", "denied", "planned"];

/** The statement that speaks best for a fact: asserted before denied before planned, then the surest. */
const bestStatement = (statements) => [...statements].sort((a, b) => STANDING_ORDER.indexOf(a.status) - STANDING_ORDER.indexOf(b.status)
  || b.confidence - a.confidence || a.index - b.index)[0];

/** Sum up the statements that pass; null if none does. */
function see(fact, statements) {
  if (!statements.length) return null;
  const standing = new Set(statements.map((statement) => statement.status));
  const status = STANDING_ORDER.find((one) => standing.has(one));
  return {
    fact,
    statements,
    articles: new Set(statements.map((statement) => statement.document)).size,
    confidence: Math.max(...statements.map((statement) => statement.confidence)),
    status,
    disputed: standing.has("asserted") && standing.has("denied"),
  };
}

/** Order of support: articles, statements, confidence; the rest keeps the order of the graph. */
const bestFirst = (a, b) => b.articles - a.articles || b.statements.length - a.statements.length
  || b.confidence - a.confidence || a.fact.index - b.fact.index;

/** The entities to draw: a neighbourhood, or the ends of the best-supported facts up to the limit. */
function chooseShown(sight, { chosen, hops, limit }) {
  const start = focusOf(chosen);
  if (hops && start !== null) return new Set([...neighbourhood(sight, start, hops).keys()].slice(0, limit));
  const shown = new Set(mustShow(sight, chosen));
  for (const { fact } of sight.between) {
    if (shown.size >= limit) break;
    shown.add(fact.subject);
    shown.add(fact.object);
  }
  return shown;
}

/** The entity that a neighbourhood is drawn around. */
const focusOf = (chosen) => (chosen?.kind === "entity" ? chosen.key : null);

/** Entities on the map whatever their support: what is chosen, and its neighbours. */
function mustShow(sight, chosen) {
  if (chosen?.kind === "fact") {
    const seen = sight.byFact.get(chosen.key);
    return seen && sight.support.has(seen.fact.object) ? [seen.fact.subject, seen.fact.object] : [];
  }
  if (chosen?.kind === "path") return (pathIn(sight, chosen) ?? []).flatMap(({ fact }) => [fact.subject, fact.object]);
  if (chosen?.kind === "pair") return [chosen.key, chosen.to].filter((index) => sight.support.has(index));
  if (chosen?.kind === "asked") return answersTo(sight, chosen).filter(({ fact }) => sight.support.has(fact.object)).slice(0, 60).flatMap(({ fact }) => [fact.subject, fact.object]);
  if (chosen?.kind !== "entity" || !sight.support.has(chosen.key)) return [];
  return [...neighbourhood(sight, chosen.key, 1).keys()].slice(0, 60);
}
