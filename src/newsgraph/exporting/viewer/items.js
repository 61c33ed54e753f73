/**
 * @file What is on the map: dots, dots that stand for a community, and lines, several facts of one pair in one
 * line where the map is crowded.
 *
 * @typedef {{id: string, ends: string[], facts: Seen[], label: string, quad: string, status: string,
 *   dashes: number[]|false, disputed: boolean, articles: number, symmetric: boolean, bend: number, from?: Object, to?: Object}} Line
 *   `from`, `to`: the dots of vis-network at its ends, which know where they are
 */

const BUNDLE_ABOVE = 300; // facts on the map: from here on those between the same two entities are one line
const BACKBONE = 40; // lines that say what they mean without being asked

const GROUP = "community:";
const isGroup = (id) => id.startsWith(GROUP);
const firstOf = (id) => Number(id.slice(GROUP.length));

/** Entities in folded communities → id of the dot that stands for them. @returns {Map<string, string>} */
function standInsFor(model, folded) {
  return new Map([...folded].flatMap((first) => model.communityOf.get(first).members.map((index) => [model.entities[index].id, GROUP + first])));
}

/** The dots of folded communities, in the middle of their members in sight. */
function groupsOf({ dots, model }, shown, standsIn) {
  const groups = new Map();
  for (const { id } of shown) {
    const group = standsIn.get(id);
    if (group === undefined) continue;
    if (!groups.has(group)) groups.set(group, { id: group, label: shorten(model.communityOf.get(firstOf(group)).label.split(" · ")[0], 22), points: [] });
    groups.get(group).points.push(dots.get(id));
  }
  const middle = (points, axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  for (const group of groups.values()) Object.assign(group, { x: middle(group.points, "x"), y: middle(group.points, "y"), size: 14 + 3 * Math.sqrt(group.points.length) });
  return groups;
}

/** Work out the lines: `self.lines` by id, `self.lineOf` from fact to line, `self.backbone`. */
function drawLines(self, drawn) {
  const bundling = drawn.length > BUNDLE_ABOVE;
  self.lines = new Map();
  self.lineOf = new Map();
  const pairs = new Map();
  for (const seen of drawn) {
    const ends = [seen.fact.subject, seen.fact.object].map((index) => self.standIn(self.model.entities[index].id));
    if (ends[0] === ends[1]) continue;
    const key = [...ends].sort().join(" ");
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push({ seen, ends });
  }
  for (const [key, members] of pairs) {
    const together = members.length > 1 && (bundling || members[0].ends.some(isGroup));
    const lines = together ? [bundle(key, members)] : bent(members.map(({ seen, ends }) => single(self, seen, ends)));
    for (const line of lines) {
      self.lines.set(line.id, line);
      for (const { fact } of line.facts) self.lineOf.set(fact.id, line.id);
    }
  }
  self.backbone = [...new Set(drawn.slice(0, 2 * BACKBONE).map(({ fact }) => self.lineOf.get(fact.id)))].filter(Boolean).slice(0, BACKBONE);
}

/** @returns {Line} */
function single({ model, labels }, seen, ends) {
  const { fact, status, disputed, articles } = seen;
  return { id: fact.id, ends, facts: [seen], label: labels.get(fact.id) ?? fact.label, quad: fact.quad ?? "none", status, dashes: STATUS_DASHES[status], disputed, articles,
    symmetric: Boolean(model.relationOf.get(fact.relation).symmetric), bend: 0 };
}

/** One line for several facts between the same two dots; it looks like the best supported of them. @returns {Line} */
function bundle(key, members) {
  const facts = members.map(({ seen }) => seen);
  const [{ seen, ends }] = members;
  const articles = new Set(facts.flatMap(({ statements }) => statements.map(({ document }) => document))).size;
  const standing = STANDING_ORDER.find((one) => facts.some(({ status }) => status === one));
  return { id: `pair:${key}`, ends, facts, label: `${facts.length} facts`, quad: seen.fact.quad ?? "none",
    status: standing, dashes: STATUS_DASHES[standing], disputed: facts.some(({ disputed }) => disputed), articles, symmetric: true, bend: 0 };
}

/** Bend lines between the same two dots apart. */
function bent(lines) {
  const step = Math.min(0.22, 0.9 / lines.length);
  lines.forEach((line, i) => {
    const bend = (i - (lines.length - 1) / 2) * step;
    line.bend = Math.abs(bend) < 0.01 ? 0 : line.ends[0] < line.ends[1] ? bend : -bend;
  });
  return lines;
}

/** Bring a vis DataSet to the wanted items with as few changes as possible. @param {Map<string, Object>} drawn */
function sync(dataSet, drawn, items) {
  const wanted = new Set(items.map(({ id }) => id));
  const gone = [...drawn.keys()].filter((id) => !wanted.has(id));
  dataSet.remove(gone);
  for (const id of gone) drawn.delete(id);
  const changed = items.filter(({ id, x, y }) => {
    const before = drawn.get(id);
    return before?.x !== x || before?.y !== y;
  });
  for (const item of changed) drawn.set(item.id, item);
  dataSet.update(changed);
}

/** The place of a dot on the map: where the reader put it, else where the layout did. */
function spotFor({ dots, pinned, spread }, entity) {
  const [x, y] = pinned.get(entity.index) ?? [dots.get(entity.id).x, dots.get(entity.id).y];
  return { x: x * spread, y: y * spread };
}

/** How the dots look, the best supported first. @returns {Map<string, Look>} by id of dot */
function looksOf(self) {
  const { shown, groups, network: { body } } = self;
  const looks = [...[...groups.values()].map((group) => groupLook(self, group)), ...shown.map((entity) => entityLook(self, entity))];
  return new Map(looks.filter(({ id }) => body.nodes[id]).map((look) => [look.id, { ...look, node: body.nodes[look.id] }]));
}

function entityLook({ dots, theme, pinned }, { id, index, kind, described }) {
  const fill = theme.kinds[kind];
  const shape = KIND_SHAPES[kind] === "ellipse" ? "dot" : KIND_SHAPES[kind];
  const border = pinned.has(index) ? theme.ink : described ? fill : theme.paper;
  return { id, shape, size: dots.get(id).size * (shape === "dot" ? 1 : 0.92), fill: described ? theme.paper : fill, border, rim: described ? 2 : 1.2 };
}

const groupLook = ({ theme }, { id, size }) => ({ id, shape: "dot", size, fill: theme.paper, border: theme.muted, rim: 3 });
