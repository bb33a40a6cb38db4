// What all kinds of answers use. The files of this folder are one script: see SCRIPTS in page.py.
const bank = JSON.parse(document.getElementById("bank").textContent);
const { words } = bank;
const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 3 });
const SIGNS = { correct: "✓", partial: "◐", incorrect: "✗", missed: "○" };

// Each kind of answer is an object that knows how to
//   read(root, known)           what was answered, null if nothing was
//   grade(answer, known)        { fraction, feedback } | { problem } | { self }
//   show(root, known, answer, graded)   mark what was right and what was not
//   clear(root)                 take the marks away
//   empty(root, known)          take the answer away
//   focus(root)                 where answering begins
//   judged(place, known)        what students gave themselves, in percent, null as long as they did not
// `root` is the question, or a gap in its text; `known` is what the page knows of it.
const kinds = {};

const outcomeOf = (fraction) => (fraction > 100 - 1e-6 ? "correct" : fraction > 1e-6 ? "partial" : "incorrect");

const fill = (text, values) => text.replace(/\{(\w+)\}/gu, (whole, name) => values[name] ?? whole);

const element = (name, className, ...content) => {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...content);
  return made;
};

const sign = (outcome) => {
  const made = element("span", "sign", SIGNS[outcome] ?? "•");
  made.setAttribute("aria-hidden", "true");
  return made;
};

// Mark one part of an answer: in words and with a sign, never by colour alone.
const mark = (part, outcome, ...content) => {
  part.dataset.outcome = outcome;
  part.querySelector(".mark")?.replaceChildren(sign(outcome), "\u00a0", ...content);
};

const unmark = (root, parts) => {
  for (const part of [root, ...root.querySelectorAll(parts)]) {
    part.removeAttribute("data-outcome");
    part.querySelector(".mark")?.replaceChildren();
  }
};

const copyOf = (root, selector) => {
  const template = root.querySelector(`template${selector}`);
  return template ? [template.content.cloneNode(true)] : [];
};

const hidden = (text) => element("span", "vh", text);
