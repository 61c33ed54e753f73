/**
 * @file Making elements. Text only ever becomes a text node: nothing here reads markup.
 */

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => document.getElementById(id);

/**
 * Create an HTML element.
 * @param {string} tag
 * @param {{class?: string, on?: Object<string, EventListener>, attr?: Object<string, unknown>,
 *   [property: string]: unknown}} [props] `attr` sets attributes (null and false leave one out),
 *   `on` listens, everything else is set as a property.
 * @param {...(Node|string|null|undefined|false)} children Strings become text; empty ones are left out.
 * @returns {HTMLElement}
 */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key === "class") node.className = value;
    else if (key === "attr") setAttributes(node, value);
    else if (key === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else node[key] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Create an SVG element with attributes. */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
}

/** A push button that looks like text or a row, depending on its class. */
function button(text, run, props = {}) {
  return el("button", { type: "button", on: { click: run }, ...props }, ...[text].flat());
}

/**
 * A link to the outside, or plain text if the address is not http(s).
 * @param {string|undefined} address
 * @param {string} text
 */
function outsideLink(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // Not an address: shown as text.
  }
  if (!url || !/^https?:$/.test(url.protocol)) return el("span", {}, text);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}

/** Hand the user a file that was made in the page. */
function download(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

let toastTimer = 0;

/** Say something for a few seconds; `action` offers a way back. */
function toast(text, action = null) {
  const box = byId("toast");
  box.replaceChildren(text, ...(action ? [" ", button(action.label, () => { box.hidden = true; action.run(); })] : []));
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 6000);
}

/** Copy text; works from a file without asking for a permission. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { value: text, class: "off-screen" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast("Copied.");
}
