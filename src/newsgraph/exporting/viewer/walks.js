/**
 * @file Walking the graph: neighbours, neighbourhoods, the shortest path.
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

/**
 * A shortest path, in either direction of the facts; of equally short ones, one over well-supported facts.
 * @returns {Seen[]|null} the facts along the way; null if there is no way
 */
function shortestPath(sight, from, to) {
  const cameBy = new Map([[from, null]]);
  for (const [here] of cameBy) {
    if (here === to) break;
    for (const { there, seen } of steps(sight).get(here) ?? []) if (!cameBy.has(there)) cameBy.set(there, { here, seen });
  }
  if (!cameBy.has(to)) return null;
  const path = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(step.here)) path.unshift(step.seen);
  return path;
}
