/**
 * @file On paper: light, and the map as the picture in vectors that it is at that moment. A canvas would be
 * stretched to the width of the paper before the map could be fitted to it.
 */

const PRINTED_ROWS = 5000; // of a list; a longer one says how many more there are

function preparePrint() {
  const { theme } = document.documentElement.dataset;
  document.documentElement.dataset.theme = "light";
  if (state.view === "list") {
    showTable(page.model, page.sight, PRINTED_ROWS);
  } else {
    page.map.show(page.sight, "light", state);
    page.map.network.redraw();
    byId("map").after(el("div", { id: "printed", "aria-hidden": "true" }, svgOfMap(page.model, page.map.drawing(), 0)));
  }
  window.addEventListener("afterprint", () => {
    document.getElementById("printed")?.remove();
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    page.map.show(page.sight, themeName(), state);
    if (state.view === "list") showTable(page.model, page.sight);
  }, { once: true });
}
