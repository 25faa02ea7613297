// All policies together: cost against the change of a goal, a point with its interval a policy.
function boardPart(data, t, big) {
  if (!data.rows.length)
    return [el("h2", { text: t("room.board.title") }), el("p", { class: "soft", text: t(data.waiting ? "room.board.working" : "room.board.empty") })];
  let goal = 0;
  const holder = el("div", { class: "scatter" });
  const tabs = el("div", { class: "goaltabs", role: "group", "aria-label": t("room.board.goals") });
  const paint = () => {
    tabs.replaceChildren(...data.goals.map((row, i) => el("button", { type: "button", "aria-pressed": String(i === goal), text: row.label, onclick: () => { goal = i; paint(); } })));
    scatterOn(holder, data, goal, t, big);
  };
  requestAnimationFrame(paint);
  return [el("h2", { text: t("room.board.title") }), big && data.goals.length > 1 ? null : data.goals.length > 1 ? tabs : null, holder, big ? null : tableOf(data, t),
    el("p", { class: "soft", text: t("room.board.read", { worlds: data.worlds }) }), data.waiting ? el("p", { class: "soft", role: "status", text: t("room.board.more", { count: data.waiting }) }) : null];
}
function tableOf(data, t) {
  const heads = [t("room.page.who"), ...data.goals.map((goal) => goal.label), t("room.board.cost"), t("room.page.off"), ""];
  const rows = [...data.rows].sort((a, b) => (a.state === "frontier" ? 0 : 1) - (b.state === "frontier" ? 0 : 1) || a.cost - b.cost);
  const baseline = el("tr", { class: "baseline" }, el("td", { text: t("room.board.baseline") }), data.base.map((text, i) => el("td", { "data-head": data.goals[i].label, text })),
    el("td", { "data-head": heads[heads.length - 3], text: data.base_cost_text }), el("td", {}), el("td", {}));
  return el("table", { class: "boardtable" },
    el("thead", {}, el("tr", {}, heads.map((text) => el("th", { text })))),
    el("tbody", {}, baseline, rows.map((row) => el("tr", { class: row.state + (row.you ? " you" : "") },
      el("td", {}, el("b", { text: row.who + (row.you ? " · " + t("room.board.you") : "") }), row.role ? el("span", { class: "soft", text: " " + row.role }) : null, el("div", { class: "soft", text: row.policy })),
      row.goals.map((goal, i) => el("td", { "data-head": data.goals[i].label }, el("span", { class: "chip " + goal.tone, text: goal.text }), el("div", { class: "soft", text: goal.span }), el("div", { class: "soft", text: goal.better }))),
      el("td", { "data-head": t("room.board.cost"), text: row.cost_text }), el("td", { "data-head": t("room.page.off"), text: row.error || "–" }), el("td", { class: "verdict", text: row.note })))));
}
function scatterOn(holder, data, goal, t, big) {
  const w = Math.max(Math.min(holder.clientWidth || 340, big ? 1800 : 980), 280), font = big ? 21 : 12;
  const h = Math.round(Math.min(Math.max(w * 0.46, 250), big ? 680 : 400));
  const rows = data.rows.filter((row) => row.goals[goal].diff !== null), kind = data.goals[goal].kind, up = data.goals[goal].up;
  const left = font * 5, right = font * 3.4, top = font * 1.6, bottom = font * 3.6;
  const costs = [...rows.map((row) => row.cost), data.base_cost], ends = [0, ...rows.flatMap((row) => [row.goals[goal].lo, row.goals[goal].hi])];
  const room = (Math.max(...costs) - Math.min(...costs)) * 0.08 || data.base_cost * 0.1 || 1;
  const c0 = Math.min(...costs) - room, c1 = Math.max(...costs) + room;
  const pad = (Math.max(...ends) - Math.min(...ends)) * 0.08 || 1, v0 = Math.min(...ends) - pad, v1 = Math.max(...ends) + pad;
  const x = (c) => left + ((c - c0) / (c1 - c0)) * (w - left - right), y = (v) => top + ((v1 - v) / (v1 - v0)) * (h - top - bottom);
  const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "aria-label": t("room.board.picture", { goal: data.goals[goal].label, count: rows.length }), "font-family": "Roboto, system-ui, sans-serif" });
  const step = stepOf(v1 - v0), cstep = stepOf(c1 - c0, w < 500 ? 3 : 5);
  for (let v = Math.ceil(v0 / step) * step; v <= v1; v += step)
    node.append(svg("line", { x1: left, x2: w - right, y1: y(v), y2: y(v), stroke: "#e8ebef" }),
      svg("text", { x: left - 8, y: y(v) + font / 3, "text-anchor": "end", "font-size": font, fill: "#64707d", text: (v > step / 9 ? "+" : v < -step / 9 ? "−" : "") + saidAs(kind === "share" ? "share" : kind, Math.abs(v) < step / 9 ? 0 : Math.abs(v)) }));
  for (let c = Math.ceil(c0 / cstep) * cstep; c <= c1; c += cstep)
    node.append(svg("text", { x: x(c), y: h - bottom + font * 1.5, "text-anchor": "middle", "font-size": font, fill: "#64707d", text: "$" + tick(c) }));
  node.append(svg("line", { x1: left, x2: w - right, y1: y(0), y2: y(0), stroke: "#8b96a3", "stroke-dasharray": "5 4" }),
    svg("text", { x: 2, y: font, "font-size": font, fill: "#1d2733", "font-weight": 600, text: t(up ? "room.board.up" : "room.board.down", { goal: data.goals[goal].label }) }),
    svg("text", { x: w - right, y: h - font * 0.6, "text-anchor": "end", "font-size": font, fill: "#64707d", text: t("room.board.cost_axis") }));
  node.append(svg("circle", { cx: x(data.base_cost), cy: y(0), r: font * 0.5, fill: R_GREY }),
    svg("text", { x: left + 4, y: y(0) - font * 0.5, "font-size": font * 0.95, fill: R_GREY, text: t("room.board.baseline") }));
  const taken = [[x(data.base_cost), y(0), font * 0.6]]; // spots and how far around them is full
  const badge = (at, high, r) => { // the nearest free place for a letter: on its point, else around
    for (const reach of [0, 2.1, 3.2, 4.4]) for (let turn = 0; turn < (reach ? 12 : 1); turn++) {
      const spot = [at + reach * r * Math.cos((turn * Math.PI) / 6 - 0.5), high + reach * r * Math.sin((turn * Math.PI) / 6 - 0.5)];
      const free = taken.every(([a, b, size]) => Math.hypot(a - spot[0], b - spot[1]) > size + r);
      if (free && spot[0] > left && spot[0] < w - r && spot[1] > top && spot[1] < h - bottom) return spot;
    }
    return [at, high];
  };
  const order = { beaten: 0, over: 0, frontier: 1 };
  for (const row of [...rows].sort((a, b) => order[a.state] - order[b.state])) {
    const found = row.goals[goal], at = x(row.cost), ink = row.state === "frontier" ? R_BLUE : R_FAINT, r = font * 0.85;
    const [bx, by] = badge(at, y(found.diff), r);
    taken.push([bx, by, r]);
    node.append(svg("line", { x1: at, x2: at, y1: y(found.lo), y2: y(found.hi), stroke: ink, "stroke-width": big ? 4 : 2.4 }),
      svg("line", { x1: at, y1: y(found.diff), x2: bx, y2: by, stroke: ink, "stroke-width": 1.2 }),
      svg("circle", { cx: at, cy: y(found.diff), r: font * 0.3, fill: ink }),
      svg("circle", { cx: bx, cy: by, r, fill: row.state === "frontier" ? ink : "#fff", stroke: row.you ? R_AMBER : ink, "stroke-width": row.you ? 4 : 2.4, "stroke-dasharray": row.state === "over" ? "3 3" : null }, svg("title", { text: `${row.who}: ${found.text}, ${row.cost_text}` })),
      svg("text", { x: bx, y: by + font * 0.36, "text-anchor": "middle", "font-size": font, "font-weight": 700, fill: row.state === "frontier" ? "#fff" : "#4b5663", text: row.letter }));
  }
  holder.replaceChildren(node, el("p", { class: "keyline" }, el("span", {}, el("i", { class: "dot full" }), t("room.board.key_frontier")), el("span", {}, el("i", { class: "dot" }), t("room.board.key_beaten")),
    rows.some((row) => row.state === "over") ? el("span", {}, el("i", { class: "dot dashed" }), t("room.board.key_over")) : null, el("span", {}, el("i", { class: "bar" }), t("room.board.key_span"))));
}
function stepOf(span, parts = 5) {
  const rough = span / parts, size = Math.pow(10, Math.floor(Math.log10(rough)));
  for (const m of [1, 2, 2.5, 5, 10]) if (m * size >= rough) return m * size;
  return size * 10;
}
