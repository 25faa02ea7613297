// Maps share this: fitting a country into a box, who is named, what lies under the pointer.
// The box shown: the places, and the outline as far as it is near them (Mali's empty north is cut).
function extent(land) {
  const px = land.places.map((p) => p.x), py = land.places.map((p) => p.y), ox = [], oy = [];
  for (const ring of land.outline || []) for (const [x, y] of ring) { ox.push(x); oy.push(y); }
  const [x0, x1, y0, y1] = [Math.min(...px), Math.max(...px), Math.min(...py), Math.max(...py)];
  if (!ox.length) return [x0, x1, y0, y1];
  const size = Math.max(x1 - x0, y1 - y0, 0.1);
  const edge = (place, outline, out) => { // the whole outline, unless it goes far beyond the last place
    const beyond = out * (outline - place);
    return beyond <= 0 ? place : beyond < 0.2 * size ? outline : place + out * 0.09 * size;
  };
  return [edge(x0, Math.min(...ox), -1), edge(x1, Math.max(...ox), 1), edge(y0, Math.min(...oy), -1), edge(y1, Math.max(...oy), 1)];
}
function fit(land, w, h, pad) {
  const [x0, x1, y0, y1] = extent(land);
  const scale = Math.min((w - 2 * pad) / (x1 - x0 || 1), (h - 2 * pad) / (y1 - y0 || 1));
  const dx = (w - scale * (x1 - x0)) / 2, dy = (h - scale * (y1 - y0)) / 2;
  return { x: (v) => dx + (v - x0) * scale, y: (v) => dy + (v - y0) * scale };
}
function shapeOf(land) { // width by height of what is shown, to choose a box
  const [x0, x1, y0, y1] = extent(land);
  return (x1 - x0) / (y1 - y0 || 1);
}
function radius(place, most) { return 3.2 + 6.5 * Math.sqrt(place.p / most); }
// the largest places whose names run neither into each other nor out of the box (w wide)
function named(land, at, most, w) {
  const order = land.places.map((p, i) => i).sort((a, b) => land.places[b].p - land.places[a].p);
  const boxes = [], chosen = [];
  for (const i of order) {
    const p = land.places[i], half = p.n.length * 3.1 + 3;
    const box = [at.x(p.x) - half, at.y(p.y) + 6, at.x(p.x) + half, at.y(p.y) + 22];
    if (box[0] < 0 || (w && box[2] > w)) continue;
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
