// Shared by all widgets: making elements, writing numbers. Put before each widget's own module.
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(3)) if (child !== null && child !== undefined) node.append(child);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (key === "text") node.textContent = value;
    else node.setAttribute(key, value);
  }
  for (const child of children.flat(3)) if (child) node.append(child);
  return node;
}

// 950, 12,300, 1.85 m: the same rules as sim.view.style.short
function short(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e9) return (value / 1e9).toFixed(size >= 1e10 ? 1 : 2) + " bn";
  if (size >= 1e6) return (value / 1e6).toFixed(size >= 1e7 ? 1 : 2) + " m";
  if (size >= 10000) return (Math.round(value / 100) * 100).toLocaleString("en");
  if (size >= 100) return Math.round(value).toLocaleString("en");
  if (size >= 10) return value.toFixed(size % 1 < 0.05 ? 0 : 1);
  return value.toFixed(size >= 1 || size === 0 ? (Number.isInteger(value) ? 0 : 1) : 2);
}
function tick(value) {
  const size = Math.abs(value);
  for (const [unit, letter] of [[1e9, "bn"], [1e6, "m"], [1e3, "k"]])
    if (size >= unit) return +(value / unit).toFixed(2) + letter;
  return String(+value.toFixed(3));
}
function signed(share) {
  if (share === null || !Number.isFinite(share)) return "–";
  const percent = Math.abs(share) < 0.0995 ? Math.abs(share * 100).toFixed(1) : Math.abs(share * 100).toFixed(0);
  if (+percent === 0) return "±0 %";
  return (share < 0 ? "−" : "+") + percent + " %";
}
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function dayOf(start, week) {
  const day = new Date(start + "T00:00:00Z");
  day.setUTCDate(day.getUTCDate() + Math.round(week * 7));
  return day;
}
function monthOf(start, week) {
  const day = dayOf(start, week);
  return MONTHS[day.getUTCMonth()] + " " + day.getUTCFullYear();
}
function niceTop(value) {
  if (!(value > 0)) return 1;
  const size = Math.pow(10, Math.floor(Math.log10(value)));
  for (const m of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) if (m * size >= value) return m * size;
  return 10 * size;
}
