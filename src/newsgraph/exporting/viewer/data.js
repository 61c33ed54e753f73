/**
 * @file From the JSON in the page to a model with cross references. Read once, never changed.
 *
 * @typedef {{index: number, id: string, name: string, label: string, kind: string, aliases: string[],
 *   identifiers: string[], articles: number, described?: boolean, facts: number[], says: number[],
 *   folded: string[], home?: number, reasons: string[]}} Entity
 * @typedef {{index: number, id: string, subject: number, relation: string, label: string, object?: number,
 *   value?: string, literal?: string[], statements: number[], quad?: string}} Fact
 * @typedef {{index: number, id: string, fact: number, document: number, sentence: number,
 *   marks: Object<string, number[]>, status: string, modality?: string, confidence: number,
 *   rules: string[], speaker?: number, said_by?: string, stance?: string, details: Object[], voice: string}} Statement
 *   `voice`: id of the speaker, "?" if unnamed, "" for the article itself
 * @typedef {{first: number, members: number[], label: string}} Community `members`: entity indexes, the best
 *   supported first; it goes by its first
 */

/** @returns {Promise<Object>} the data of the page; unpacked by the browser if it is packed */
async function readData() {
  const source = byId("data");
  const data = JSON.parse(source.textContent);
  if (!source.hasAttribute("data-packed")) return data;
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** Fill in what the data leaves out, number the rows and connect them. */
function buildModel(data) {
  const model = { ...data };
  model.relationOf = new Map(data.relations.map((relation) => [relation.name, relation]));
  model.entities = data.entities.map((row, index) => ({
    aliases: [], identifiers: [], reasons: [], articles: 0, ...row, index, facts: [], says: [],
    folded: [row.name, ...(row.aliases ?? [])].map(fold),
  }));
  model.documents = data.documents.map((row, index) => ({
    outlet: "", paragraphs: [], ...row, index, statements: [], folded: fold(row.title),
  }));
  model.facts = data.facts.map((row, index) => {
    const relation = model.relationOf.get(row.relation);
    return { ...row, index, label: relation.label, quad: relation.quad };
  });
  model.statements = data.statements.map((row, index) => ({ marks: {}, rules: [], details: [], ...row, index, voice: voiceOf(model, row) }));
  connect(model);
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  model.factById = new Map(model.facts.map((fact) => [fact.id, fact]));
  model.documentById = new Map(model.documents.map((article) => [article.id, article]));
  model.outlets = countOutlets(model.documents);
  model.speakers = countSpeakers(model);
  model.mentions ??= [];
  model.communities = findCommunities(model);
  model.communityOf = new Map(model.communities.flatMap((community) => community.members.map((index) => [index, community])));
  return model;
}

function connect(model) {
  for (const fact of model.facts) {
    model.entities[fact.subject]?.facts.push(fact.index);
    if (fact.object !== undefined && fact.object !== null) model.entities[fact.object].facts.push(fact.index);
  }
  for (const statement of model.statements) {
    model.documents[statement.document].statements.push(statement.index);
    if (statement.speaker !== undefined) model.entities[statement.speaker].says.push(statement.index);
  }
}

function countOutlets(documents) {
  const counts = new Map();
  for (const { outlet } of documents) counts.set(outlet, (counts.get(outlet) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

const voiceOf = (model, { stance, speaker }) => (!stance ? "" : model.entities[speaker]?.id ?? "?");

/** Who says how many statements, the most quoted first. */
function countSpeakers({ statements, entities }) {
  const counts = new Map();
  for (const { voice, speaker } of statements) {
    if (!counts.has(voice)) counts.set(voice, { voice, count: 0, name: voice === "" ? "The article itself" : voice === "?" ? "Unnamed sources" : entities[speaker].name });
    counts.get(voice).count += 1;
  }
  return [...counts.values()].sort((a, b) => (b.voice === "") - (a.voice === "") || b.count - a.count || (a.name < b.name ? -1 : 1));
}

const LEAST_COMMUNITY = 3; // smaller ones are not worth a name

/** Which entities are drawn together; `nodes` come with the best supported first. @returns {Community[]} */
function findCommunities({ nodes, entityById }) {
  const groups = new Map();
  for (const { id, community } of nodes) {
    if (community === undefined) continue;
    if (!groups.has(community)) groups.set(community, []);
    groups.get(community).push(entityById.get(id));
  }
  return [...groups.values()].filter((members) => members.length >= LEAST_COMMUNITY).map((members) => {
    const named = [...members.filter(({ described }) => !described), ...members];
    const label = [...new Set(named.map(({ name }) => shorten(name, 24)))].slice(0, 2).join(" · ");
    return { first: members[0].index, members: members.map(({ index }) => index), label };
  }).sort((a, b) => b.members.length - a.members.length || a.first - b.first);
}
