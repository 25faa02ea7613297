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

// The page's words in the visitor's language: t("bar.undo"), t("levers.more", { count: 3 })
let LANGUAGE = "en";
function speech(model) {
  const texts = model.get("texts") || {};
  LANGUAGE = texts.language || "en";
  return (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
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

// A number with so many decimals, as the language writes it: 1,234.5 or 1 234,5
function digits(value, decimals = 0) {
  return value.toLocaleString(LANGUAGE, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
// 950, 12,300, 1.85 m: the same rules as sim.view.style.short
function short(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value), billion = LANGUAGE === "fr" ? " Md" : " bn", million = LANGUAGE === "fr" ? " M" : " m";
  if (size >= 1e9) return digits(value / 1e9, size >= 1e10 ? 1 : 2) + billion;
  if (size >= 1e6) return digits(value / 1e6, size >= 1e7 ? 1 : 2) + million;
  if (size >= 10000) return digits(Math.round(value / 100) * 100);
  if (size >= 100) return digits(Math.round(value));
  if (size >= 10) return digits(value, size % 1 < 0.05 ? 0 : 1);
  return digits(value, size >= 1 || size === 0 ? (Number.isInteger(value) ? 0 : 1) : 2);
}
function tick(value) {
  const size = Math.abs(value);
  for (const [unit, letter] of [[1e9, LANGUAGE === "fr" ? "Md" : "bn"], [1e6, LANGUAGE === "fr" ? "M" : "m"], [1e3, "k"]])
    if (size >= unit) return (+(value / unit).toFixed(2)).toLocaleString(LANGUAGE) + letter;
  return (+value.toFixed(3)).toLocaleString(LANGUAGE);
}
function signed(share) {
  if (share === null || !Number.isFinite(share)) return "–";
  const percent = Math.abs(share * 100), decimals = Math.abs(share) < 0.0995 ? 1 : 0;
  if (+percent.toFixed(decimals) === 0) return "±0 %";
  return (share < 0 ? "−" : "+") + digits(percent, decimals) + " %";
}
function dayOf(start, week) {
  const day = new Date(start + "T00:00:00Z");
  day.setUTCDate(day.getUTCDate() + Math.round(week * 7));
  return day;
}
function monthOf(start, week) {
  const day = dayOf(start, week);
  return day.toLocaleString(LANGUAGE, { month: "short", timeZone: "UTC" }) + " " + day.getUTCFullYear();
}
function niceTop(value) {
  if (!(value > 0)) return 1;
  const size = Math.pow(10, Math.floor(Math.log10(value)));
  for (const m of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) if (m * size >= value) return m * size;
  return 10 * size;
}
