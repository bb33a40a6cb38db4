// The exam: answers are gathered, kept in this tab, saved and printed.
const questions = [...document.querySelectorAll("[data-question]")].filter((question) => question.querySelector(".answering"));
const of = (question) => bank.questions[question.dataset.question];
const student = [...document.querySelectorAll("#student input")];
const named = (field) => field.labels[0].textContent;
let unsaved = false;

// A reload must not cost the answers; they are gone with the tab. Some browsers keep nothing for files.
const place = `qbank:${document.title}:${Object.keys(bank.questions).join()}`;
const recall = () => {
  try {
    return JSON.parse(sessionStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
};
const kept = recall();
const keep = () => {
  try {
    sessionStorage.setItem(place, JSON.stringify(kept));
  } catch {
    unsaved = true;
  }
};

const fieldsOf = (root) => [...root.querySelectorAll("input, select, textarea")];
const stateOf = (root) => ({
  fields: fieldsOf(root).map((field) => (/radio|checkbox/u.test(field.type) ? field.checked : field.value)),
  order: root.hasAttribute("data-moved") ? kinds.order.read(root) : null,
});
const restore = (root, state) => {
  for (const [index, field] of fieldsOf(root).entries()) {
    if (/radio|checkbox/u.test(field.type)) {
      field.checked = state.fields[index] ?? false;
    } else {
      field.value = state.fields[index] ?? "";
    }
  }
  if (state.order) {
    const list = root.querySelector(".order");
    list.append(...state.order.map((number) => list.querySelector(`[data-item="${number}"]`)));
    root.toggleAttribute("data-moved", true);
    numberPlaces(root, of(root));
  }
};

const note = (question) => {
  const { question: id } = question.dataset;
  const known = of(question);
  const answer = given(question, known);
  question.querySelector('[data-do="clear"]').disabled = !answer;
  const chip = document.querySelector(`[data-chip="${id}"]`);
  chip.toggleAttribute("data-answered", Boolean(answer));
  chip.querySelector(".state").replaceChildren(...(answer ? [element("span", "", "✓"), hidden(words.answered)] : []));
  chip.querySelector(".state > span")?.setAttribute("aria-hidden", "true");
  const row = document.querySelector(`[data-summary="${id}"]`);
  row.toggleAttribute("data-answered", Boolean(answer));
  row.querySelector(".given").replaceChildren(answer ? drawnAnswer(question, known) : words.not_answered);
  document.dispatchEvent(new Event("qbank:shown"));
};

const tally = () => {
  const count = document.querySelectorAll("[data-chip][data-answered]").length;
  document.getElementById("answered").textContent = format.format(count);
  document.getElementById("progress").value = count;
};

const remember = () => {
  kept.student = student.map((field) => field.value);
  kept.answers = Object.fromEntries(questions.map((question) => [question.dataset.question, stateOf(question)]));
  keep();
};

const changed = (question) => {
  kinds[of(question).kind].live?.(question, of(question));
  note(question);
  tally();
  unsaved = true;
  remember();
};

const record = () => ({
  format: "qbank-answers",
  version: 1,
  exam: bank.exam,
  student: Object.fromEntries(student.map((field) => [named(field), field.value.trim()])),
  saved: new Date().toISOString(),
  answers: Object.fromEntries(
    questions.map((question) => {
      const known = of(question);
      const { answer, text } = given(question, known) ?? { answer: null, text: "" };
      return [question.dataset.question, { number: known.number, type: known.type, answer, text }];
    }),
  ),
});

const fileName = () => {
  const parts = [bank.exam.title, bank.exam.version, ...student.map((field) => field.value)];
  const plain = parts.map((part) => (part ?? "").normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/gu, ""));
  return `${plain.filter(Boolean).join("_").slice(0, 120) || "answers"}.json`;
};

const save = () => {
  const text = `${JSON.stringify(record(), null, 2)}\n`;
  const link = element("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = fileName();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  document.getElementById("said").textContent = fill(words.saved, { file: link.download });
  unsaved = false;
};

for (const question of questions) {
  const known = of(question);
  const kind = kinds[known.kind];
  for (const list of question.querySelectorAll(".order")) {
    starts.set(list, [...list.children]);
    // only what was moved counts as an answer
    list.addEventListener("click", (event) => {
      question.toggleAttribute("data-moved", question.hasAttribute("data-moved") || Boolean(event.target.closest("[data-move]")));
    });
    list.addEventListener("lostpointercapture", () => question.toggleAttribute("data-moved", true));
  }
  kind.start?.(question, known);
  question.addEventListener("change", () => changed(question));
  question.addEventListener("input", () => changed(question));
  question.addEventListener("click", (event) => {
    if (event.target.closest('[data-do="clear"]')) {
      kind.empty(question, known);
      question.removeAttribute("data-moved");
      changed(question);
      kind.focus(question, known);
    } else if (!event.target.closest("a, input, label, button") && String(getSelection()) === "") {
      event.target.closest(".option")?.querySelector("input")?.click();
    }
  });
}

for (const [index, field] of student.entries()) {
  field.value = kept.student?.[index] ?? field.value;
  field.addEventListener("input", remember);
}
for (const question of questions) {
  const state = kept.answers?.[question.dataset.question];
  if (state) {
    restore(question, state);
    kinds[of(question).kind].live?.(question, of(question));
  }
  note(question);
}
tally();
startClock(kept, keep);
document.getElementById("save").addEventListener("click", save);
document.getElementById("print").addEventListener("click", () => print());
addEventListener("beforeprint", () => {
  document.querySelector(".finish .student").textContent = student.map((field) => `${named(field)}: ${field.value}`).join("   ");
});
addEventListener("beforeunload", (event) => {
  if (unsaved) {
    event.preventDefault();
  }
});
