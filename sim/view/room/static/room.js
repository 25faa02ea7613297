// A screen of a room: join, seat, chair, show; or no room at all. Draws what views.py tells.
function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-room");
  let sent = 0;
  const tell = (wish) => { model.set("asked", { ...wish, n: Date.now() + ++sent }); model.save_changes(); };
  const head = el("header", { class: "roomhead" }), body = el("main", { class: "roombody" });
  const side = el("div", { class: "side" }), wide = el("div", { class: "wide" });
  root.append(head, body);
  body.append(side, wide);
  const top = parts(head), left = parts(side), right = parts(wide);

  function headPart(state) {
    const big = state.mode === "show";
    const steps = state.stages && state.mode !== "chair" && state.mode !== "join" ? el("ol", { class: "dots", "aria-label": t("room.chair.pace") }, state.stages.map((row, i) => {
      const at = state.stages.findIndex((one) => one.name === state.stage);
      return el("li", { class: i === at ? "now" : i < at ? "past" : null, "aria-current": i === at ? "step" : null }, el("span", { text: row.title }));
    })) : null;
    return [
      el("div", { class: "brand" }, el("b", { text: "Bluehelm" }), state.code && state.stages ? el("span", { class: "codebox", text: state.code }) : null,
        state.you ? el("span", { class: "me", text: `${state.you.letter} · ${state.you.name}` }) : null,
        big ? el("span", { class: "joinat", text: t("room.show.join", { link: location.host, code: state.code }) }) : null),
      steps,
      el("span", { class: "tongues" }, state.languages.map((row) => el("button", { type: "button", lang: row.name, "aria-pressed": String(row.name === state.language), text: row.name.toUpperCase(), title: row.title, onclick: () => tell({ do: "language", name: row.name }) }))),
    ];
  }
  function cardPart(data) {
    const { card, stage, mode } = data, open = stage === "read" || mode === "show";
    const inside = [...paragraphs(card.story), el("p", { class: "task", text: card.task }),
      el("dl", {}, el("dt", { text: t("room.card.counts") }), el("dd", { text: card.counts }),
        card.ceiling ? [el("dt", { text: t("room.card.ceiling") }), el("dd", { text: t("room.card.ceiling_is", { ceiling: card.ceiling }) })] : null,
        el("dt", { text: t("room.card.levers") }), el("dd", { text: card.levers })),
      data.you && data.you.role ? el("div", { class: "rolebox" }, el("b", { text: t("room.card.role", { role: data.you.role }) }), el("p", { text: data.you.about }), data.you.others.length ? el("details", {}, el("summary", { text: t("room.card.others") }), el("ul", {}, data.you.others.map((text) => el("li", { text })))) : null) : null,
      card.hints.length && mode !== "show" ? el("details", {}, el("summary", { text: t("room.card.hints") }), el("ul", {}, card.hints.map((text) => el("li", { text })))) : null];
    if (open) return [el("h1", { text: card.title }), inside];
    return el("details", { class: "folded" }, el("summary", {}, el("b", { text: card.title }), el("span", { class: "soft", text: " " + t("room.card.again") })), inside);
  }
  function joinPart(data) {
    const name = el("input", { type: "text", maxlength: 24, autocomplete: "nickname", id: "bh-name", required: true });
    const role = data.roles.length ? el("select", { id: "bh-role" }, el("option", { value: "", text: t("room.join.any_role") }), data.roles.map((row) => el("option", { value: row.name, text: row.title }))) : null;
    return [el("h1", { text: t("room.join.title", { code: data.code }) }), el("p", { text: data.title }), el("form", { onsubmit: (event) => { event.preventDefault(); tell({ do: "join", name: name.value, role: role ? role.value : "" }); } },
      el("label", { for: "bh-name", text: t("room.join.name") }), name, role ? [el("label", { for: "bh-role", text: t("room.join.role") }), role] : null,
      el("button", { type: "submit", class: "main", text: t("room.join.go") })), el("p", { class: "soft", text: t("room.join.about") })];
  }
  function tryPart(data) {
    const row = (line) => el("li", { class: (line.own ? "own " : "") + (line.goal ? "goal" : "") }, el("span", { class: "label" }, line.label, line.goal ? el("em", { text: t("room.try.goal") }) : null),
      el("span", { class: "values" }, el("span", { class: "base", text: line.base }), line.what ? [el("span", { class: "arrow", "aria-hidden": "true", text: "→" }), el("b", { text: line.what })] : null),
      el("span", { class: "move" }, line.move ? [el("span", { class: "chip " + line.tone, text: line.move }), el("span", { class: "soft", text: line.better })] : null));
    return [el("h2", { text: t("room.try.title") }),
      data.bare ? el("p", { class: "soft", text: t("room.try.begin") }) : el("p", { class: "movedline" }, data.moved, " ", el("button", { type: "button", class: "quiet", text: t("room.try.reset"), onclick: () => tell({ do: "reset" }) })),
      data.rows.length ? el("ul", { class: "outcomes" }, data.rows.map(row)) : null,
      el("p", { class: data.over ? "note" : "soft", role: data.over ? "alert" : null, text: data.money }), el("p", { class: "soft", role: "status", text: data.how })];
  }
  function submitPart(data) {
    if (data.locked) return el("p", { class: "note", text: t("room.error.locked") });
    return [el("button", { type: "button", class: "main", disabled: data.same, text: t(data.same ? "room.try.sent" : data.submitted ? "room.try.send_again" : "room.try.send"), onclick: () => tell({ do: "submit" }) }),
      el("span", { class: "soft", role: "status", text: data.same ? t("room.try.sent_note") : "" })];
  }
  function showPart(state) {
    const line = { predict: ["room.show.said", state.done?.said], try: ["room.show.submitted", state.done?.submitted] }[state.stage];
    return line ? el("p", { class: "count", text: t(line[0], { done: line[1], count: state.count }) }) : el("p", { class: "count", text: t("room.show.here", { count: state.count }) });
  }
  function baselineOf(chart) { // for the room to draw on in its mind
    const holder = el("div", { class: "guessed" });
    if (chart) requestAnimationFrame(() => holder.replaceChildren(el("p", { class: "charttitle" }, el("b", { text: chart.title }), el("span", { text: " " + chart.unit + ", " + t("room.board.baseline") })),
      timeChart(chart, Math.max(Math.min(holder.clientWidth || 340, 1800), 280), 480, true).node));
    return holder;
  }
  function seat(state) {
    const mine = state.mode === "seat", card = { card: state.card, stage: state.stage, mode: state.mode, you: state.you };
    left("card", mine && state.stage !== "read" ? null : state.mode === "show" && state.stage !== "read" ? null : card, cardPart);
    right("headcount", mine ? null : { stage: state.stage, done: state.done, count: state.count }, () => showPart(state));
    right("asked", state.stage === "predict" ? state.asked : null, (data) => (mine ? predictPart(data, t, tell) : [el("h1", { class: "bigquestion", text: data.text }), el("p", { class: "bigbase", text: data.base === null ? t("room.ask.base_soon") : data.base_said }), baselineOf(data.chart)]));
    right("guessed-part", state.guessed, (data) => guessPart(data, t, !mine));
    right("tried", mine ? state.try : null, tryPart);
    right("bigtask", !mine && state.stage === "try" ? state.card : null, (data) => [el("h1", { class: "bigquestion", text: data.task }), el("p", { class: "bigbase", text: data.counts })]);
    right("debrief", state.debrief ?? null, (rows) => [el("h2", { text: t("room.debrief.title") }), el("ol", { class: "questions" }, rows.map((text) => el("li", { text })))]);
    right("board", state.mode === "show" && state.stage === "debrief" ? null : state.board, (data) => boardPart(data, t, !mine));
    right("cardbelow", mine && state.stage !== "read" ? card : null, cardPart);
    right("submit", mine && state.try ? { same: state.try.same, submitted: state.try.submitted, locked: state.locked } : null, submitPart);
    right("pause", mine && ["read", "answer", "board", "debrief"].includes(state.stage) ? { stage: state.stage } : null, () => el("p", { class: "soft pause", role: "status", text: t("room.seat.wait." + state.stage) }));
  }
  function chair(state) {
    left("links", { code: state.code, language: state.language }, () => linksPart(state, t));
    left("switches", { locked: state.locked, hidden: state.hidden, named: state.named }, () => switchesPart(state, t, tell));
    left("cards", { cards: state.cards, now: state.card.name, fresh: !state.done.said && !state.done.submitted }, (data) => cardsPart(data, t, tell));
    left("people", { people: state.people }, (data) => peoplePart(data, t, tell));
    right("pace", { stage: state.stage, done: state.done, count: state.count, fault: state.fault }, () => chairPart(state, t, tell));
    right("asked", state.asked ?? null, (data) => [el("h2", { text: t("room.ask.all") }), el("p", { class: "question", text: data.text }), el("p", { class: "soft", text: data.base === null ? t("room.ask.base_soon") : data.base_said })]);
    right("guessed-part", state.guessed, (data) => guessPart(data, t, false));
    right("debrief", state.debrief ?? null, (rows) => [el("h2", { text: t("room.debrief.title") }), el("ol", { class: "questions" }, rows.map((text) => el("li", { text })))]);
    right("board", state.board, (data) => boardPart(data, t, false));
    right("card", { card: state.card, stage: state.stage, mode: state.mode }, cardPart);
  }
  function lobby(state) {
    right("lobby", { mode: state.mode, cards: state.cards }, () => (state.mode === "none" ? [el("h1", { text: t("room.none.title") }), el("p", { text: t("room.none.text", { code: state.code }) })]
      : [el("h1", { text: t("room.open.title") }), el("p", { text: t("room.open.text") }), el("button", { type: "button", class: "main", text: t("room.open.go"), onclick: () => tell({ do: "open" }) }), el("ul", {}, state.cards.map((text) => el("li", { text })))]));
  }
  function draw() {
    const state = model.get("state");
    root.dataset.mode = state.mode;
    root.dataset.stage = state.stage || "";
    top("bar", { code: state.code, stage: state.stage, mode: state.mode, you: state.you, language: state.language, stages: state.stages, languages: state.languages }, () => headPart(state));
    top("refusal", model.get("note") || (state.closed ? t("room.error.closed") : null), (text) => el("p", { class: "note", role: "alert", text }));
    if (state.mode === "join") right("join", { code: state.code, roles: state.card.roles, title: state.card.title }, joinPart);
    else if (state.mode === "chair") chair(state);
    else if (state.mode === "seat" || state.mode === "show") seat(state);
    else lobby(state);
    side.hidden = ![...side.children].some((node) => !node.hidden);
  }
  draw();
  model.on("change:state change:note", draw);
  model.on("change:file", () => saveFile(model.get("file")));
}
export default { render };
