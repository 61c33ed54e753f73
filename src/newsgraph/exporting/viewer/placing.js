/**
 * @file Places for dots that come to a map which is there already.
 */

const CELL_WIDE = 92; // pixels between neighbouring dots, as in the layout of the server

/** Leave dots where they were, and put new ones into the free places nearest to their neighbours. */
function takePlaces(data, before) {
  const placed = new Map(before.nodes.map(({ id, x, y }) => [id, { x, y }]));
  const cells = new Set();
  const cellOf = ({ x, y }) => [Math.round(x / CELL_WIDE), Math.round(y / CELL_WIDE)];
  const known = new Map();
  for (const { id } of data.nodes) {
    if (!placed.has(id)) continue;
    known.set(id, placed.get(id));
    cells.add(cellOf(placed.get(id)).join());
  }
  const near = new Map(data.nodes.map(({ id }) => [id, []]));
  for (const { from, to } of data.edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  let waiting = data.nodes.filter(({ id }) => !known.has(id));
  while (waiting.length) {
    const ready = waiting.filter(({ id }) => near.get(id).some((other) => known.has(other)));
    for (const node of ready.length ? ready : waiting.slice(0, 1)) {
      const around = near.get(node.id).map((other) => known.get(other)).filter(Boolean);
      const mean = (axis) => around.reduce((sum, place) => sum + place[axis], 0) / (around.length || 1);
      known.set(node.id, freePlace(cells, cellOf({ x: mean("x"), y: mean("y") })));
    }
    waiting = waiting.filter(({ id }) => !known.has(id));
  }
  for (const node of data.nodes) Object.assign(node, known.get(node.id));
}

/** Take the free cell nearest to one, and return a point in it that is off its middle, so that no grid shows. */
function freePlace(cells, [i, j]) {
  for (let ring = 0; ; ring += 1) {
    let best = null;
    for (let a = -ring; a <= ring; a += 1) {
      for (let b = -ring; b <= ring; b += Math.abs(a) === ring ? 1 : Math.max(1, 2 * ring)) {
        const far = Math.hypot(a, b);
        if (!cells.has(`${i + a},${j + b}`) && (!best || far < best.far)) best = { far, cell: [i + a, j + b] };
      }
    }
    if (!best) continue;
    const turn = 2.4 * cells.size;
    cells.add(best.cell.join());
    return { x: Math.round((best.cell[0] + 0.22 * Math.cos(turn)) * CELL_WIDE), y: Math.round((best.cell[1] + 0.22 * Math.sin(turn)) * CELL_WIDE) };
  }
}
