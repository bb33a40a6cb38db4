// What the page shows is said by the part of its address behind #, so that it can be kept as a bookmark.
const $ = (id) => document.getElementById(id);
const bank = JSON.parse($("bank").textContent);
const words = bank.words;
const language = document.documentElement.lang;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
const numbers = new Intl.NumberFormat(language);
const counted = (number) => numbers.format(number);

const MANY = ["category", "tag", "type", "difficulty", "level", "language", "status"];
const ONE = { q: "", sort: "bank", id: "", tab: "question" };
const FLAGS = ["student", "only"];

const parsed = (hash) => {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const found = { basket: (given.get("basket") || "").split(",").filter((id) => byId.has(id)) };
  for (const name of MANY) {
    found[name] = given.getAll(name);
  }
  for (const [name, usual] of Object.entries(ONE)) {
    found[name] = given.get(name) || usual;
  }
  for (const name of FLAGS) {
    found[name] = given.get(name) === "1";
  }
  return found;
};

const written = (state) => {
  const out = new URLSearchParams();
  for (const [name, usual] of Object.entries(ONE)) {
    if (state[name] !== usual) {
      out.set(name, state[name]);
    }
  }
  for (const name of MANY) {
    for (const value of state[name]) {
      out.append(name, value);
    }
  }
  for (const name of FLAGS) {
    if (state[name]) {
      out.set(name, "1");
    }
  }
  if (state.basket.length) {
    out.set("basket", state.basket.join(","));
  }
  // ids hold no sign that an address would have to hide
  return `#${out.toString().replace(/%2C/g, ",")}`;
};

const NAMES = ["id", "title", "shown", "source", "points", "worth", "place", "base", ...MANY];
const questions = bank.rows.map((row, index) => {
  const question = { index };
  NAMES.forEach((name, at) => {
    question[name] = row[at];
  });
  question.name = question.title || question.id;
  return question;
});
const byId = new Map(questions.map((question) => [question.id, question]));
const valueOf = (facet, number) => bank.facets[facet][number][0];
const nameOf = (facet, number) => bank.facets[facet][number][1];

let state = parsed(location.hash);
let depth = 0;
let writing = 0;
// Browsers refuse an address that changes on every key: it follows when things have come to rest.
const settle = () => {
  clearTimeout(writing);
  writing = 0;
  history.replaceState({ depth }, "", written(state));
};
addEventListener("pagehide", settle);

// Show another state: “push” makes a step that Back undoes, otherwise the address changes in place.
const go = (changes, push = false) => {
  const last = state;
  const next = { ...state, ...changes };
  if (push && written(next) !== written(state)) {
    if (writing) {
      settle();
    }
    history.pushState({ depth: (depth += 1) }, "", written(next));
  } else if (!push) {
    clearTimeout(writing);
    writing = setTimeout(settle, 300);
  }
  state = next;
  show(last);
};
addEventListener("popstate", (event) => {
  clearTimeout(writing);
  writing = 0;
  depth = event.state ? event.state.depth : 0;
  const last = state;
  state = parsed(location.hash);
  show(last);
});
