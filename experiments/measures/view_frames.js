// Plays the live map over made-up worlds for five seconds; gives frames a second.
async ([source, places, weeks]) => {
  let seed = 1; const luck = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const spots = [...Array(places)].map((_, i) => ({ n: "Town " + i, x: luck(), y: luck(), p: 1000 + 90000 * luck() }));
  const roads = spots.flatMap((_, i) => [[i, (i + 1) % places], [i, (i + 7) % places]]);
  const channels = ["control", "deaths", "displaced", "troops", "patrols", "risk"];
  const film = () => Uint8Array.from({ length: weeks * 6 * places }, (_, i) => { const c = Math.floor(i / places) % 6; return c === 0 ? Math.floor(luck() * 3) : c === 1 ? (luck() < 0.2 ? 9 * luck() : 0) : 200 * luck(); });
  const factions = ["#2166a5", "#d98a1c", "#7a5aa6"].map((colour, i) => ({ name: "Faction " + i, colour }));
  const told = { factions, events: [], war_over: -1, why: [] };
  const state = { land: { places: spots, roads, outline: [] }, scene: { start: "2000-01-03", weeks, marks: [], channels, troops_step: 20, mission: "UN" },
    steps: false, seed: 0, what: film(), base: film(), more: new Uint8Array(0), what_told: told, base_told: told, asked: {} };
  const model = { get: (k) => state[k], set: (k, v) => { state[k] = v; }, save_changes() {}, on() {} };
  const widget = (await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))).default;
  const root = document.body.appendChild(document.createElement("div"));
  root.style.width = "1130px";
  widget.render({ model, el: root });
  await new Promise((done) => setTimeout(done, 300));
  const speed = root.querySelector("select");
  speed.append(new Option("every frame", 100)); speed.value = 100;
  root.querySelector("button.main").click();
  const before = root.bhFrames(), start = performance.now();
  await new Promise((done) => setTimeout(done, 5000));
  return (root.bhFrames() - before) / ((performance.now() - start) / 1000);
}
