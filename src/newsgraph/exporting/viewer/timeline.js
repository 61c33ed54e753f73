/**
 * @file When the news was written: bars to drag over. Two date fields do the same from the keyboard.
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
    button("All dates", () => change({ from: "", to: "" }), { class: "quiet", id: "dates-all" }), field("to", "Until")));
  box.refresh = () => refreshTimeline(brush, scale, model.meta.period);
  box.refresh();
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
