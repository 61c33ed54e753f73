"use strict";

const element = (id) => document.getElementById(id);
let questions = [];

function chosen() {
  return questions.find((question) => question.name === element("question").value);
}

function showQuestion() {
  const question = chosen();
  element("explanation").textContent = question.explanation;
  const inputs = question.parameters.map((parameter) => {
    const label = document.createElement("label");
    label.append(`${parameter.name}: ${parameter.explanation} `);
    const input = document.createElement("input");
    input.name = parameter.name;
    input.placeholder = parameter.kind === "entity" ? "name or e:…" : parameter.kind;
    label.append(input);
    return label;
  });
  element("parameters").replaceChildren(...inputs);
}

function cell(term) {
  const data = document.createElement("td");
  if (term) {
    // Only text: what strangers wrote is never taken for markup.
    data.textContent = term.value;
    if (term.type === "uri" && /\/e\/[^/]+$/.test(term.value)) {
      const link = document.createElement("a");
      link.href = term.value.slice(term.value.lastIndexOf("/e/"));
      link.textContent = term.value.slice(term.value.lastIndexOf("/") + 1);
      data.replaceChildren(link);
    }
  }
  return data;
}

function row(cells) {
  const line = document.createElement("tr");
  line.append(...cells);
  return line;
}

function header(name) {
  const head = document.createElement("th");
  head.textContent = name;
  return head;
}

function showAnswer(answer) {
  if ("boolean" in answer) {
    answer = { head: { vars: ["answer"] }, results: { bindings: [{ answer: { value: String(answer.boolean) } }] } };
  }
  const names = answer.head.vars;
  const rows = answer.results.bindings;
  element("answer").tHead.replaceChildren(row(names.map(header)));
  element("answer").tBodies[0].replaceChildren(...rows.map((binding) => row(names.map((name) => cell(binding[name])))));
  return rows.length;
}

async function ask(address, options) {
  const status = element("status");
  status.className = "";
  status.textContent = "asking…";
  element("answer").tHead.replaceChildren();
  element("answer").tBodies[0].replaceChildren();
  const begin = performance.now();
  const accept = "application/sparql-results+json, application/n-triples;q=0.5";
  const response = await fetch(address, { ...options, headers: { ...(options || {}).headers, Accept: accept } });
  if (!response.ok) {
    status.className = "error";
    status.textContent = await response.text();
    return;
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(2);
  if (response.headers.get("Content-Type").startsWith("application/sparql-results+json")) {
    const count = showAnswer(await response.json());
    const cut = response.headers.get("X-Truncated");
    status.textContent = `${count} rows in ${seconds} s${cut ? `; ${cut}` : ""}`;
  } else {
    const lines = (await response.text()).trimEnd().split("\n");
    const rows = lines.map((line) => row([cell({ type: "literal", value: line })]));
    element("answer").tBodies[0].replaceChildren(...rows);
    status.textContent = `${lines.length} triples in ${seconds} s`;
  }
}

function askQuestion() {
  const values = new URLSearchParams(new FormData(element("parameters")));
  ask(`/questions/${chosen().name}?${values}`);
}

element("question").addEventListener("change", showQuestion);
element("ask").addEventListener("click", askQuestion);
element("parameters").addEventListener("submit", (event) => {
  event.preventDefault();
  askQuestion();
});
element("show").addEventListener("click", () => {
  element("sparql").value = chosen().sparql;
});
element("run").addEventListener("click", () => {
  ask("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query" },
    body: element("sparql").value,
  });
});

fetch("/questions").then(async (response) => {
  questions = await response.json();
  const options = questions.map((question) => new Option(question.question, question.name));
  element("question").replaceChildren(...options);
  showQuestion();
});
