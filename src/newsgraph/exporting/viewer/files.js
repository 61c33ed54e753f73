/**
 * @file Taking the current view along: picture, table, data, address.
 */

const save = (name, text, type) => download(name, new Blob([text], { type }));

function buildSaveMenu(model) {
  const items = [
    ["Picture of the map (PNG)", () => savePicture(model)],
    ["Picture in vectors (SVG)", () => save("map.svg", mapAsSvg(model, page.map.drawing()), "image/svg+xml")],
    ["Facts as a table (CSV)", () => save("facts.csv", `\ufeff${factsCsv(model, page.sight)}`, "text/csv")],
    ["Facts with evidence (JSON)", () => save("facts.json", JSON.stringify(factsJson(model, page.sight), null, 2), "application/json")],
    ["Facts as RDF (Turtle)", () => save("facts.ttl", viewAsTurtle(model, page.sight), "text/turtle")],
    ["Query for these facts (SPARQL)", () => save("view.rq", viewAsSparql(model, page.sight, state), "application/sparql-query")],
    ["Copy a link to this view", () => copyText(location.href)],
    ["Print …", () => window.print()],
  ];
  byId("save-items").replaceChildren(...items.map(([text, run]) => button(text, () => { byId("save").open = false; run(); })));
}

/** The map as it stands, on paper colour, with title and source line. */
function savePicture(model) {
  const map = page.map.canvas();
  const ratio = map.width / map.clientWidth;
  const margin = 56 * ratio;
  const picture = el("canvas", { width: map.width, height: map.height + margin });
  const ctx = picture.getContext("2d");
  const theme = THEMES[themeName()];
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.fillStyle = theme.ink;
  ctx.font = `600 ${20 * ratio}px Georgia, serif`;
  ctx.fillText(model.meta.title, 20 * ratio, 28 * ratio);
  ctx.fillStyle = theme.muted;
  ctx.font = `${12 * ratio}px ${FONT}`;
  ctx.fillText(byId("summary").textContent, 20 * ratio, 47 * ratio);
  ctx.drawImage(map, 0, margin);
  picture.toBlob((blob) => download("map.png", blob));
}

/** A cell that no spreadsheet takes for a formula. */
function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row for each statement in view. */
function factsCsv(model, sight) {
  const head = ["subject", "relation", "object", "status", "modality", "speaker", "date", "outlet", "article", "url", "sentence", "confidence", "statement"];
  const rows = sight.facts.flatMap(({ fact, statements }) => statements.map((statement) => {
    const article = model.documents[statement.document];
    return [nameOf(model, fact.subject), fact.label, endName(model, fact), statement.status, statement.modality ?? "actual", speakerName(model, statement),
      article.date, article.outlet, article.title, article.url, model.sentences[statement.sentence].trim(), statement.confidence, statement.id];
  }));
  return [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function factsJson(model, sight) {
  return sight.facts.map(({ fact, statements, status, disputed }) => ({
    id: fact.id, subject: { id: model.entities[fact.subject]?.id, name: nameOf(model, fact.subject) }, relation: fact.relation,
    object: fact.value === undefined ? { id: model.entities[fact.object]?.id, name: nameOf(model, fact.object) } : { value: fact.value },
    status, disputed,
    statements: statements.map(({ index, fact: _, ...statement }) => ({
      ...statement, sentence: model.sentences[statement.sentence], speaker: model.entities[statement.speaker]?.id,
      details: statement.details.map(({ name, text }) => ({ name, text })),
      document: (({ id, title, url, date, outlet }) => ({ id, title, url, date, outlet }))(model.documents[statement.document]),
    })),
  }));
}
