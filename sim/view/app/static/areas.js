// Who holds what, as areas: each place's ground is all that lies nearest to it, within the outline.
// (A Voronoi diagram by half-planes; a few hundred places at most, once for each size of the map.)
function cellsOf(points, w, h) { // by place: its polygon and, for each edge, the place beyond it (-1: none)
  return points.map(([x, y], i) => {
    let poly = [[0, 0, -1], [w, 0, -1], [w, h, -1], [0, h, -1]]; // a corner, and who lies beyond the edge from it
    points.forEach(([u, v], j) => {
      if (j === i || (u === x && v === y)) return;
      const mx = (x + u) / 2, my = (y + v) / 2, nx = u - x, ny = v - y;
      const side = poly.map(([px, py]) => (px - mx) * nx + (py - my) * ny);
      if (side.every((s) => s <= 0)) return;
      const cut = [];
      poly.forEach((corner, k) => {
        const next = (k + 1) % poly.length, a = side[k], b = side[next];
        if (a <= 0) cut.push(corner);
        if (a <= 0 !== b <= 0) {
          const s = a / (a - b), to = poly[next];
          cut.push([corner[0] + s * (to[0] - corner[0]), corner[1] + s * (to[1] - corner[1]), a <= 0 ? j : corner[2]]);
        }
      });
      poly = cut;
    });
    return poly;
  });
}
function landPath(land, at, points) { // where there is land: the outline, or a disc around each place
  const path = new Path2D();
  if ((land.outline || []).length) { for (const ring of land.outline) path.addPath(new Path2D(ringPath(ring, at))); return path; }
  const gaps = points.map(([x, y], i) => Math.min(...points.map(([u, v], j) => (i === j ? Infinity : Math.hypot(u - x, v - y)))));
  const reach = 1.3 * gaps.sort((a, b) => a - b)[Math.floor(gaps.length * 0.8)] || 40;
  for (const [x, y] of points) { path.moveTo(x + reach, y); path.arc(x, y, reach, 0, 6.2832); }
  return path;
}
// The lines where two grounds meet, on land: { a, b, path }, each once
function bordersOf(cells, land, c) {
  const found = [];
  cells.forEach((poly, i) => poly.forEach(([x, y, j], k) => {
    if (j <= i) return;
    const [u, v] = poly[(k + 1) % poly.length], steps = Math.max(Math.ceil(Math.hypot(u - x, v - y) / 4), 1), path = new Path2D();
    let on = false, any = false;
    for (let s = 0; s <= steps; s++) {
      const px = x + ((u - x) * s) / steps, py = y + ((v - y) * s) / steps, inside = c.isPointInPath(land, px, py);
      if (inside && on) path.lineTo(px, py);
      else if (inside) path.moveTo(px, py);
      any = any || (inside && on);
      on = inside;
    }
    if (any) found.push({ a: i, b: j, path });
  }));
  return found;
}
