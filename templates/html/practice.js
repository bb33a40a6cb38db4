"use strict";
(() => {
  const bank = JSON.parse(document.getElementById("bank").textContent);
  const words = bank.words;
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 4 });
  const SIGNS = { correct: "✓", partial: "◐", incorrect: "✗" };
  const questions = [...document.querySelectorAll("[data-question]")];
  const earned = new Map();

  const outcomeOf = (fraction) => (fraction >= 100 ? "correct" : fraction > 0 ? "partial" : "incorrect");
  const of = (question) => bank.questions[question.dataset.question];

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...content);
    return made;
  };
  const sign = (outcome) => {
    const made = element("span", "sign", SIGNS[outcome]);
    made.setAttribute("aria-hidden", "true");
    return made;
  };

  const clear = (question) => {
    earned.delete(question.dataset.question);
    question.removeAttribute("data-outcome");
    question.querySelector(".result").replaceChildren();
    question.querySelector('[data-do="again"]').hidden = true;
    const after = question.querySelector(".after");
    if (after) {
      after.hidden = true;
      after.replaceChildren();
    }
    for (const option of question.querySelectorAll(".option")) {
      option.removeAttribute("data-outcome");
      option.querySelector(".mark").replaceChildren();
    }
    tally();
  };

  const mark = (option, outcome, text) => {
    option.dataset.outcome = outcome;
    option.querySelector(".mark").replaceChildren(sign(outcome), " ", text);
  };

  const reveal = (question, name) => {
    const template = question.querySelector(`template[data-feedback="${name}"]`);
    return template ? [template.content.cloneNode(true)] : [];
  };

  const check = (question) => {
    const chosen = question.querySelector("input:checked");
    clear(question);
    const result = question.querySelector(".result");
    if (!chosen) {
      result.append(element("p", "ask", words.choose_first));
      question.querySelector("input").focus();
      return;
    }
    const { points, fractions } = of(question);
    const fraction = fractions[chosen.value - 1];
    const outcome = outcomeOf(fraction);
    earned.set(question.dataset.question, { fraction, points: (points * fraction) / 100 });
    question.dataset.outcome = outcome;
    for (const option of question.querySelectorAll(".option")) {
      const own = option.dataset.option === chosen.value;
      const worth = outcomeOf(fractions[option.dataset.option - 1]);
      if (own) {
        mark(option, outcome, words.your_answer);
      } else if (worth === "correct") {
        mark(option, worth, words.right_answer);
      }
    }
    const score = `${words.points}: ${format.format((points * fraction) / 100)}/${format.format(points)}`;
    result.append(
      element("p", "outcome", sign(outcome), " ", element("strong", "", words[outcome]), " ", element("span", "", score)),
      ...reveal(question, chosen.value),
      ...reveal(question, outcome),
    );
    const after = question.querySelector(".after");
    if (after) {
      after.append(question.querySelector("template[data-after]").content.cloneNode(true));
      after.hidden = false;
      relabel(question);
    }
    question.querySelector('[data-do="again"]').hidden = false;
    tally();
    document.dispatchEvent(new Event("qbank:shown"));
  };

  const again = (question) => {
    for (const input of question.querySelectorAll("input")) {
      input.checked = false;
    }
    clear(question);
  };

  const hint = (question, button) => {
    const hidden = question.querySelectorAll(".hints > [hidden]");
    hidden[0].hidden = false;
    if (hidden.length === 1) {
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
      right += fraction >= 100 ? 1 : 0;
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
      if (found) {
        const outcome = outcomeOf(found.fraction);
        chip.dataset.outcome = outcome;
        state.append(sign(outcome), element("span", "vh", ` ${words[outcome]}`));
      }
    }
  };

  // Numbers belong to places, not to options: after shuffling, whatever names an option follows it.
  const relabel = (question) => {
    const { labels } = of(question);
    [...question.querySelectorAll(".option")].forEach((option, place) => {
      for (const label of question.querySelectorAll(`[data-label-of="${option.dataset.option}"]`)) {
        label.textContent = labels[place];
      }
    });
  };

  const arrange = (question, order) => {
    question.querySelector(".options").append(...order);
    relabel(question);
  };

  const shuffle = (question) => {
    const options = [...question.querySelectorAll(".option")];
    const loose = options.filter((option) => !("pin" in option.dataset));
    for (let last = loose.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [loose[last], loose[other]] = [loose[other], loose[last]];
    }
    arrange(question, options.map((option) => ("pin" in option.dataset ? option : loose.shift())));
  };

  const unshuffle = (question) => {
    const options = [...question.querySelectorAll(".option")];
    arrange(question, options.sort((a, b) => a.dataset.option - b.dataset.option));
  };

  for (const question of questions) {
    question.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      check(question);
    });
    question.addEventListener("change", () => {
      if (earned.has(question.dataset.question) || question.querySelector(".ask")) {
        clear(question);
      }
    });
    question.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button?.dataset.do === "hint") {
        hint(question, button);
      } else if (button) {
        again(question);
        question.querySelector("input").focus();
      } else if (!event.target.closest("a, input, label") && String(getSelection()) === "") {
        event.target.closest(".option")?.querySelector("input").click();
      }
    });
  }

  const shufflable = questions.filter((question) => question.querySelector("[data-shuffle]"));
  const original = document.getElementById("unshuffle");
  document.getElementById("shuffle")?.addEventListener("click", () => {
    shufflable.filter((question) => !earned.has(question.dataset.question)).forEach(shuffle);
    original.hidden = false;
  });
  original?.addEventListener("click", () => {
    shufflable.forEach(unshuffle);
    original.hidden = true;
    document.getElementById("shuffle").focus();
  });
  document.getElementById("reset").addEventListener("click", () => {
    questions.forEach((question) => {
      again(question);
      unhint(question);
    });
  });
})();
