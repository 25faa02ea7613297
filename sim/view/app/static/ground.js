// Maps share this: fitting a country into a box, who is named, what lies under the pointer.
function fit(land, w, h, pad) {
  const xs = [], ys = [];
  for (const ring of land.outline || []) for (const [x, y] of ring) { xs.push(x); ys.push(y); }
  for (const place of land.places) { xs.push(place.x); ys.push(place.y); }
  const x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
  const scale = Math.min((w - 2 * pad) / (x1 - x0 || 1), (h - 2 * pad) / (y1 - y0 || 1));
  const dx = (w - scale * (x1 - x0)) / 2, dy = (h - scale * (y1 - y0)) / 2;
  return { x: (v) => dx + (v - x0) * scale, y: (v) => dy + (v - y0) * scale };
}
function shapeOf(land) { // width by height of the country, to choose a box
  const xs = [], ys = [];
  for (const ring of land.outline || []) for (const [x, y] of ring) { xs.push(x); ys.push(y); }
  for (const place of land.places) { xs.push(place.x); ys.push(place.y); }
  return (Math.max(...xs) - Math.min(...xs)) / (Math.max(...ys) - Math.min(...ys) || 1);
}
function radius(place, most) { return 3.2 + 6.5 * Math.sqrt(place.p / most); }
// the largest places whose names do not run into each other
function named(land, at, most) {
  const order = land.places.map((p, i) => i).sort((a, b) => land.places[b].p - land.places[a].p);
  const boxes = [], chosen = [];
  for (const i of order) {
    const p = land.places[i], half = p.n.length * 3.1 + 3;
    const box = [at.x(p.x) - half, at.y(p.y) + 6, at.x(p.x) + half, at.y(p.y) + 22];
    if (boxes.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
    boxes.push(box); chosen.push(i);
    if (chosen.length >= most) break;
  }
  return chosen;
}
function nearest(land, at, x, y, reach) {
  let best = -1, least = reach * reach;
  land.places.forEach((p, i) => {
    const d = (at.x(p.x) - x) ** 2 + (at.y(p.y) - y) ** 2;
    if (d < least) { least = d; best = i; }
  });
  return best;
}
function ringPath(ring, at) { return ring.map(([x, y], i) => (i ? "L" : "M") + at.x(x).toFixed(1) + "," + at.y(y).toFixed(1)).join("") + "Z"; }
