/**
 * @file When the news was written: bars to drag over, and a button that lets the days go by. Two date fields
 * do the same from the keyboard.
 */

const DAY = 86_400_000;
const WIDE = 1000;
const HIGH = 40;

function buildTimeline(model) {
  const box = byId("timeline");
  const [first, last] = (model.meta.period ?? ["", ""]).map(Date.parse);
  box.hidden = !(last > first);
  if (box.hidden) return;
  const days = Math.round((last - first) / DAY) + 1;
  const step = [1, 7, 14, 30, 91, 365].find((size) => days / size <= 140) ?? Math.ceil(days / 140);
  const bars = countBars(model, first, Math.ceil(days / step), step);
  const scale = { first, span: bars.length * step * DAY };
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...drawBars(bars));
  const brush = svg("rect", { class: "brush", y: 0, height: HIGH, x: 0, width: WIDE });
  picture.append(brush);
  letDrag(picture, scale, model.meta.period);
  const field = (name, words) => el("input", { type: "date", id: `date-${name}`, min: model.meta.period[0], max: model.meta.period[1],
    attr: { "aria-label": words }, on: { change: (event) => change({ [name]: event.target.value }) } });
  box.replaceChildren(picture, el("div", { class: "dates" }, field("from", "From"), el("span", { id: "dates-words" }, "statements by date of article"),
    playButton(scale, model.meta.period), button("All dates", () => change({ from: "", to: "" }), { class: "quiet", id: "dates-all" }), field("to", "Until")));
  box.refresh = () => refreshTimeline(brush, scale, model.meta.period);
  box.refresh();
}

const PLAY_STEPS = 24;
const PLAY_PACE = 700; // milliseconds a step

/** Move a window over the period, once; a second press stops it. As wide as the dates chosen, else a sixth. */
function playButton({ first, span }, [low, high]) {
  let timer = 0;
  const day = (time) => new Date(Math.min(Math.max(time, Date.parse(low)), Date.parse(high))).toISOString().slice(0, 10);
  const stop = () => { clearInterval(timer); timer = 0; show(); };
  const show = () => { play.textContent = timer ? "❚❚ Stop" : "▶ Play"; play.setAttribute("aria-pressed", String(Boolean(timer))); };
  const play = button("▶ Play", () => {
    if (timer) return stop();
    const chosen = state.from && state.to ? Date.parse(state.to) - Date.parse(state.from) + DAY : 0;
    const wide = chosen > 0 && chosen < span * 0.8 ? chosen : Math.max(DAY, span / 6);
    const pace = Math.max(DAY, span / PLAY_STEPS);
    let start = first;
    const step = () => {
      if (start > Date.parse(high)) { stop(); change({ from: "", to: "" }); return; }
      change({ from: day(start), to: day(start + wide - DAY) });
      start += pace;
    };
    timer = setInterval(step, PLAY_PACE);
    step();
    return show();
  }, { class: "quiet", id: "play", attr: { "aria-pressed": "false", title: "Let the days go by" } });
  return play;
}

function countBars(model, first, number, step) {
  const bars = new Array(number).fill(0);
  for (const article of model.documents) {
    if (article.date) bars[Math.floor((Date.parse(article.date) - first) / DAY / step)] += article.statements.length;
  }
  return bars;
}

function drawBars(bars) {
  const most = Math.max(1, ...bars);
  const width = WIDE / bars.length;
  return bars.map((count, i) => {
    const height = count ? Math.max(2, (HIGH - 4) * Math.sqrt(count / most)) : 0;
    return svg("rect", { class: "bar", x: i * width + width * 0.12, width: width * 0.76, y: HIGH - height, height });
  });
}

/** Drag from day to day; a click without a drag shows all dates again. */
function letDrag(picture, { first, span }, [low, high]) {
  const dayAt = (event) => {
    const box = picture.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const day = new Date(first + share * span - 1).toISOString().slice(0, 10);
    return day < low ? low : day > high ? high : day;
  };
  let start = null;
  const set = (event) => {
    const days = [start, dayAt(event)].sort();
    change({ from: days[0], to: days[1] });
  };
  picture.addEventListener("pointerdown", (event) => {
    start = dayAt(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => start && set(event));
  picture.addEventListener("pointerup", (event) => {
    if (start === dayAt(event)) change({ from: "", to: "" });
    start = null;
  });
}

function refreshTimeline(brush, { first, span }, [low, high]) {
  const at = (day, more) => ((Date.parse(day) + more - first) / span) * WIDE;
  const [from, to] = [at(state.from || low, 0), at(state.to || high, DAY)];
  const all = !state.from && !state.to;
  setAttributes(brush, { x: from, width: Math.max(2, (all ? WIDE : to) - from) });
  brush.classList.toggle("all", all);
  byId("date-from").value = state.from || low;
  byId("date-to").value = state.to || high;
  byId("dates-all").hidden = all;
  byId("dates-words").hidden = !all;
}
