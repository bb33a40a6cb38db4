// The page: questions are checked, marked, counted, cleared and shuffled.
const questions = [...document.querySelectorAll("[data-question]")].filter((question) => question.querySelector("form"));
const earned = new Map(); // by the question's id: { fraction, points }; a fraction of null is not known
const tries = new Map(); // wrong ones so far
const starts = new Map(); // what stood in each place that may be shuffled

const of = (question) => bank.questions[question.dataset.question];
const kindOf = (question) => kinds[of(question).kind];
const share = (known, fraction) => (known.points * fraction) / 100;

const clear = (question) => {
  earned.delete(question.dataset.question);
  question.removeAttribute("data-outcome");
  question.querySelector(".result").replaceChildren();
  question.querySelector('[data-do="again"]').hidden = true;
  for (const place of question.querySelectorAll(".after, .judge")) {
    place.hidden = true;
    place.replaceChildren();
  }
  kindOf(question).clear(question);
  tally();
};

const remarks = (question, graded, outcome) => {
  const told = (graded.feedback ?? []).flatMap((each) => {
    const [shown] = copyOf(question, `[data-feedback="${each.name ?? each}"]`);
    return shown ? [each.label ? element("div", "of-gap", element("strong", "", each.label), shown) : shown] : [];
  });
  const combined = outcome ? copyOf(question, `[data-feedback="${outcome}"]`) : [];
  const notes = (graded.note ?? []).map((note) => element("p", "note", note));
  const right = outcome && outcome !== "correct" ? copyOf(question, "[data-right]") : [];
  return [...notes, ...told, ...combined, ...right];
};

// What it earned: the points, and what earlier tries cost.
const scoreLine = (known, fraction, lost) => {
  const points = fraction === null ? "–" : format.format(share(known, fraction));
  const off = lost ? ` (−${format.format(lost)} % ${words.penalty})` : "";
  return `${words.points}: ${points}/${format.format(known.points)}${off}`;
};

const settle = (question, graded) => {
  const known = of(question);
  const { id } = question;
  const fraction = graded.self ? (graded.fraction ?? null) : graded.fraction;
  const outcome = fraction === null ? "" : outcomeOf(fraction);
  const lost = fraction > 0 ? Math.min(fraction, known.penalty * (tries.get(id) ?? 0)) : 0;
  const worth = fraction === null ? null : fraction - lost;
  earned.set(question.dataset.question, { fraction, points: worth === null ? 0 : share(known, worth) });
  question.toggleAttribute("data-outcome", Boolean(outcome));
  if (outcome) {
    question.dataset.outcome = outcome;
  }
  const counted = known.points > 0 || !graded.self;
  const said = [
    ...(outcome ? [sign(outcome), " "] : []),
    element("strong", "", outcome && !graded.self ? words[outcome] : words.self_graded),
    " ",
    element("span", "", counted ? scoreLine(known, worth, lost) : words.not_counted),
  ];
  const result = question.querySelector(".result");
  result.replaceChildren(element("p", "outcome", ...said), ...remarks(question, graded, graded.self ? "" : outcome));
  tally();
  return outcome;
};

const ask = (question, text, at) => {
  question.querySelector(".result").append(element("p", "ask", text));
  kindOf(question).focus(question, of(question), at);
};

const check = (question) => {
  const known = of(question);
  const kind = kindOf(question);
  const again = earned.has(question.dataset.question);
  const answer = kind.read(question, known);
  clear(question);
  if (answer === null) {
    ask(question, question.querySelector("[data-options] input") && known.kind !== "gaps" ? words.choose_first : words.answer_first);
    return;
  }
  const graded = kind.grade(answer, known);
  if (graded.problem) {
    ask(question, graded.problem, graded.at);
    return;
  }
  kind.show(question, known, answer, graded);
  const outcome = settle(question, graded);
  if (outcome && outcome !== "correct" && !again) {
    tries.set(question.id, (tries.get(question.id) ?? 0) + 1);
  }
  const judge = question.querySelector(".judge");
  if (graded.self) {
    judge.append(...copyOf(question, "[data-judge]"));
    judge.hidden = false;
  }
  const after = question.querySelector(".after");
  if (after) {
    after.append(...copyOf(question, "[data-after]"));
    after.hidden = false;
    relabel(question);
  }
  question.querySelector('[data-do="again"]').hidden = false;
  document.dispatchEvent(new Event("qbank:shown"));
};

const judge = (question) => {
  const fraction = kindOf(question).judged(question.querySelector(".judge"), of(question));
  settle(question, { self: true, fraction, feedback: [] });
};

const again = (question) => {
  kindOf(question).empty(question, of(question));
  clear(question);
};

const hint = (question, button) => {
  const waiting = question.querySelectorAll(".hints > [hidden]");
  waiting[0].hidden = false;
  if (waiting.length === 1) {
    button.disabled = true;
  }
  button.querySelector(".hint-label").textContent = words.next_hint;
  document.dispatchEvent(new Event("qbank:shown"));
};

const unhint = (question) => {
  for (const item of question.querySelectorAll(".hints > li")) {
    item.hidden = true;
  }
  const button = question.querySelector('[data-do="hint"]');
  if (button) {
    button.disabled = false;
    button.querySelector(".hint-label").textContent = words.hint;
  }
};

const tally = () => {
  let right = 0;
  let score = 0;
  for (const { fraction, points } of earned.values()) {
    right += fraction !== null && outcomeOf(fraction) === "correct" ? 1 : 0;
    score += points;
  }
  document.getElementById("answered").textContent = format.format(earned.size);
  document.getElementById("right").textContent = format.format(right);
  document.getElementById("score").textContent = format.format(score);
  document.getElementById("progress").value = earned.size;
  for (const chip of document.querySelectorAll("[data-chip]")) {
    const found = earned.get(chip.dataset.chip);
    const state = chip.querySelector(".state");
    state.replaceChildren();
    chip.removeAttribute("data-outcome");
    if (found && found.fraction === null) {
      state.append(sign(""), hidden(` ${words.self_graded}`));
    } else if (found) {
      const outcome = outcomeOf(found.fraction);
      chip.dataset.outcome = outcome;
      state.append(sign(outcome), hidden(` ${words[outcome]}`));
    }
  }
};

// Numbers belong to places, not to options: after shuffling, whatever names an option follows it.
const relabel = (question) => {
  const known = of(question);
  kindOf(question).arranged?.(question, known);
  for (const [place, option] of [...question.querySelectorAll(".options > .option")].entries()) {
    for (const label of question.querySelectorAll(`[data-label-of="${option.dataset.option}"]`)) {
      label.textContent = known.labels?.[place] ?? "";
    }
  }
};

const mixed = (list) => {
  const all = [...list];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [all[last], all[other]] = [all[other], all[last]];
  }
  return all;
};

// Pinned ones stay where they are, “none of the above” takes the last free places, the others any.
const reordered = (list) => {
  const free = list.filter((each) => each.dataset.place !== "pin");
  const last = free.filter((each) => each.dataset.place === "last");
  const loose = [...mixed(free.filter((each) => each.dataset.place !== "last")), ...last];
  return list.map((each) => (each.dataset.place === "pin" ? each : loose.shift()));
};

const shufflable = (place) => [...place.children].filter((each) => each.matches(".option, .item, li, option[data-option]"));

const shuffle = (question) => {
  for (const place of question.querySelectorAll("[data-shuffle]")) {
    place.append(...reordered(shufflable(place)));
  }
  relabel(question);
};

const unshuffle = (question) => {
  for (const place of question.querySelectorAll("[data-shuffle]")) {
    place.append(...starts.get(place));
  }
  relabel(question);
};

for (const question of questions) {
  const known = of(question);
  const kind = kindOf(question);
  for (const place of question.querySelectorAll("[data-shuffle]")) {
    starts.set(place, shufflable(place));
  }
  kind.start?.(question, known);
  question.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(question);
  });
  const changed = (event) => {
    if (event.target.closest?.(".judge")) {
      judge(question);
      return;
    }
    kind.live?.(question, known);
    if (earned.has(question.dataset.question) || question.querySelector(".ask")) {
      clear(question);
    }
  };
  question.addEventListener("change", changed);
  question.addEventListener("input", changed);
  question.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button?.dataset.do === "hint") {
      hint(question, button);
    } else if (button) {
      again(question);
      kind.focus(question, known);
    } else if (!event.target.closest("a, input, label, button") && String(getSelection()) === "") {
      event.target.closest(".option")?.querySelector("input")?.click();
    }
  });
}

const mixable = questions.filter((question) => question.querySelector("[data-shuffle]"));
const original = document.getElementById("unshuffle");
document.getElementById("shuffle")?.addEventListener("click", () => {
  mixable.filter((question) => !earned.has(question.dataset.question)).forEach(shuffle);
  original.hidden = false;
});
original?.addEventListener("click", () => {
  mixable.filter((question) => !earned.has(question.dataset.question) || of(question).kind !== "order").forEach(unshuffle);
  original.hidden = true;
  document.getElementById("shuffle").focus();
});
document.getElementById("reset").addEventListener("click", () => {
  tries.clear();
  questions.forEach((question) => {
    again(question);
    unhint(question);
  });
});
