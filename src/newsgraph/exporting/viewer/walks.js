/**
 * @file Walking the graph: neighbours, neighbourhoods, the shortest ways between two entities.
 */

/** Facts between entities, by entity; kept with the sight they belong to. */
function steps(sight) {
  if (!sight.steps) {
    sight.steps = new Map();
    for (const seen of sight.between) {
      for (const [here, there] of [[seen.fact.subject, seen.fact.object], [seen.fact.object, seen.fact.subject]]) {
        if (!sight.steps.has(here)) sight.steps.set(here, []);
        sight.steps.get(here).push({ there, seen });
      }
    }
  }
  return sight.steps;
}

/**
 * Everything within so many steps.
 * @returns {Map<number, number>} entity → distance, nearest first, then best supported first
 */
function neighbourhood(sight, start, hops) {
  const distance = new Map([[start, 0]]);
  for (const [here, far] of distance) {
    if (far === hops) break;
    for (const { there } of steps(sight).get(here) ?? []) if (!distance.has(there)) distance.set(there, far + 1);
  }
  return distance;
}

/** Steps to `to` from everything that leads there. @returns {Map<number, number>} entity → steps */
const distancesTo = (sight, to) => neighbourhood(sight, to, Infinity);

const WAYS_AT_MOST = 8;
const LONGER_BY = 2; // ways with so many more steps than the shortest are looked at
const LOOKS_AT_MOST = 20_000; // so that a dense graph does not stop the page

/**
 * The shortest ways between two entities, in either direction of the facts, none through an entity twice.
 * Between two neighbours a way takes the best-supported fact. Shorter ways come first; of equally long ones,
 * those that more articles support.
 * @returns {Seen[][]} the facts along each way; none if there is no way, one without facts from an entity to itself
 */
function shortestPaths(sight, from, to) {
  sight.paths ??= new Map();
  const key = `${from} ${to}`;
  if (!sight.paths.has(key)) sight.paths.set(key, findPaths(sight, from, to));
  return sight.paths.get(key);
}

function findPaths(sight, from, to) {
  if (from === to) return [[]];
  const distance = distancesTo(sight, to);
  if (!distance.has(from)) return [];
  const ways = [];
  let looks = 0;
  const walk = (here, visited, way, most) => {
    for (const { there, seen } of bestSteps(sight, here)) {
      looks += 1;
      if (looks > LOOKS_AT_MOST || visited.has(there) || way.length + 1 + (distance.get(there) ?? Infinity) > most) continue;
      if (there === to) {
        if (way.length + 1 === most) ways.push([...way, seen]);
      } else walk(there, new Set([...visited, there]), [...way, seen], most);
    }
  };
  for (let most = distance.get(from); most <= distance.get(from) + LONGER_BY && ways.length < WAYS_AT_MOST; most += 1) {
    walk(from, new Set([from]), [], most);
  }
  const support = (way) => way.reduce((sum, { articles }) => sum + articles, 0) / way.length;
  return ways.map((way, order) => ({ way, order })).sort((a, b) => a.way.length - b.way.length || support(b.way) - support(a.way) || a.order - b.order)
    .slice(0, WAYS_AT_MOST).map(({ way }) => way);
}

/** The best-supported fact to each neighbour, the best first. */
function bestSteps(sight, here) {
  const best = new Map();
  for (const step of steps(sight).get(here) ?? []) if (!best.has(step.there)) best.set(step.there, step);
  return [...best.values()];
}

/** The chosen way between the two ends of a path; null if there is none. */
const pathIn = (sight, { key, to, way = 0 }) => {
  const ways = shortestPaths(sight, key, to);
  return ways[Math.min(way, ways.length - 1)] ?? null;
};

/** All facts in view between two entities, in either direction. */
const factsBetween = (sight, one, other) => sight.between.filter(({ fact }) => (fact.subject === one && fact.object === other) || (fact.subject === other && fact.object === one));

/** The facts in view that answer a question: "whom does KEY criticise?", `back`: "who criticises KEY?" */
const answersTo = (sight, { key, relation, back }) => sight.facts.filter(({ fact }) => fact.relation === relation
  && (key === null || (back ? fact.object === key : fact.subject === key)));
