/**
 * @file What is in view for other tools: as RDF (Turtle) and as a query (SPARQL). The terms are those of the
 * RDF that newsgraph writes, so that both can be used beside it.
 */

const XSD = "http://www.w3.org/2001/XMLSchema#";

/** A part of an IRI, escaped as newsgraph escapes it. */
const escaped = (id) => encodeURIComponent(id).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const iriOf = (model, place, id) => `<${model.meta.base}${place}/${escaped(id)}>`;

/** A string of Turtle or SPARQL that nothing in it can end. */
const quoted = (text) => `"${String(text).replace(/[\\"]/g, (sign) => `\\${sign}`)
  .replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

function objectTerm(model, fact) {
  if (fact.value === undefined) return iriOf(model, "e", model.entities[fact.object].id);
  const [lexical, datatype] = fact.literal;
  return datatype === "string" ? quoted(lexical) : `${quoted(lexical)}^^xsd:${datatype}`;
}

const POLARITY_TERMS = { true: "ng:Negative", false: "ng:Positive" };

/** Facts that are stated as so become plain triples; whatever is denied, planned or possible does not. */
function viewAsTurtle(model, sight) {
  const whole = sight.facts.filter(({ fact }) => model.entities[fact.subject] && (fact.value !== undefined || model.entities[fact.object]));
  const named = new Set(whole.flatMap(({ fact, statements }) => [fact.subject, fact.object, ...statements.map(({ speaker }) => speaker)]).filter((index) => model.entities[index]));
  const lines = ["# The facts in view, with the statements they rest on.",
    `@prefix ng: <${model.meta.namespace}> .`, "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", `@prefix xsd: <${XSD}> .`, ""];
  for (const index of [...named].sort((a, b) => a - b)) lines.push(`${iriOf(model, "e", model.entities[index].id)} rdfs:label ${quoted(model.entities[index].name)}@en .`);
  for (const { fact, statements } of whole) {
    const [subject, object] = [iriOf(model, "e", model.entities[fact.subject].id), objectTerm(model, fact)];
    const relation = `<${model.meta.namespace}${escaped(fact.relation)}>`;
    if (statements.some(({ status }) => status === "asserted")) lines.push("", `${subject} ${relation} ${object} .`);
    for (const statement of statements) lines.push(statementTurtle(model, statement, [subject, relation, object]));
  }
  return `${lines.join("\n")}\n`;
}

function statementTurtle(model, statement, [subject, relation, object]) {
  const document = model.documents[statement.document];
  const parts = ["a ng:Statement", `rdf:subject ${subject}`, `rdf:predicate ${relation}`, `rdf:object ${object}`,
    `ng:document ${iriOf(model, "doc", document.id)}`, `ng:polarity ${POLARITY_TERMS[statement.status === "denied"]}`, `ng:modality ng:${capital(statement.modality ?? "actual")}`];
  if (model.entities[statement.speaker]) parts.push(`ng:speaker ${iriOf(model, "e", model.entities[statement.speaker].id)}`);
  return `${iriOf(model, "st", statement.id)} ${parts.join(" ;\n  ")} .`;
}

/** A query that finds the statements in view in the graph's RDF: the filters in SPARQL's terms. */
function viewAsSparql(model, sight, choice) {
  const off = (kind, value) => choice.off.has(`${kind}:${value}`);
  const where = ["?statement a ng:Statement ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;", "  ng:polarity ?polarity ; ng:modality ?modality ; ng:confidence ?confidence ; ng:document ?document .",
    "OPTIONAL { ?document schema:datePublished ?date }"];
  const names = [...new Set(sight.facts.map(({ fact }) => fact.relation))];
  if (names.length < model.relations.length) where.push(`VALUES ?relation { ${names.map((name) => `<${model.meta.namespace}${escaped(name)}>`).join(" ")} }`);
  if (choice.least) where.push(`FILTER(?confidence >= ${choice.least})`);
  if (choice.from) where.push(`FILTER(?date >= ${quoted(choice.from)}^^xsd:date)`);
  if (choice.to) where.push(`FILTER(?date <= ${quoted(choice.to)}^^xsd:date)`);
  if (off("status", "denied")) where.push("FILTER(?polarity != ng:Negative)");
  if (off("status", "asserted")) where.push("FILTER(?polarity = ng:Negative || ?modality != ng:Actual)");
  if (off("status", "planned")) where.push("FILTER(?polarity = ng:Negative || ?modality = ng:Actual)");
  for (const modality of Object.keys(MODALITY_FILTERS)) if (off("modality", modality)) where.push(`FILTER(?modality != ng:${capital(modality)})`);
  const { chosen } = choice;
  if (chosen?.kind === "entity") where.push(`FILTER(?subject = ${iriOf(model, "e", model.entities[chosen.key].id)} || ?object = ${iriOf(model, "e", model.entities[chosen.key].id)})`);
  const left = [choice.hidden.size && "hidden entities", [...choice.off].some((token) => /^(outlet|speaker|kind):/.test(token)) && "outlets, speakers and classes"].filter(Boolean);
  return ["# The statements in view, for the graph that newsgraph wrote.", ...(left.length ? [`# Not in the query: what is switched off by ${left.join(", ")}.`] : []),
    `PREFIX ng: <${model.meta.namespace}>`, "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>", "PREFIX schema: <https://schema.org/>", `PREFIX xsd: <${XSD}>`, "",
    "SELECT DISTINCT ?statement ?subject ?relation ?object ?polarity ?modality ?date ?confidence WHERE {", ...where.map((line) => `  ${line}`), "}", "ORDER BY DESC(?date) ?statement", ""].join("\n");
}
