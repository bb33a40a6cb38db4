// Options of which one (radio buttons, or a menu in a line) or several (boxes) are chosen.
kinds.one = {
  read: (root) => {
    const menu = root.querySelector("select");
    const chosen = menu ? menu.value : root.querySelector("[data-options] input:checked")?.value;
    return chosen ? Number(chosen) : null;
  },
  grade: (answer, known) => ({ fraction: known.fractions[answer - 1], feedback: [answer] }),
  show: (root, known, answer) => {
    for (const option of root.querySelectorAll("[data-options] > .option")) {
      const number = Number(option.dataset.option);
      const worth = outcomeOf(known.fractions[number - 1]);
      if (number === answer) {
        mark(option, worth, words.your_answer);
      } else if (worth === "correct") {
        mark(option, worth, words.right_answer);
      }
    }
  },
  clear: (root) => unmark(root, "[data-options] > .option"),
  empty: (root) => {
    for (const input of root.querySelectorAll("[data-options] input")) {
      input.checked = false;
    }
    for (const menu of root.querySelectorAll("select")) {
      menu.value = "";
    }
  },
  focus: (root) => root.querySelector("[data-options] input, select").focus(),
};

kinds.several = {
  ...kinds.one,
  read: (root) => {
    const ticked = [...root.querySelectorAll("[data-options] input:checked")].map((input) => Number(input.value));
    return ticked.length ? ticked.sort((a, b) => a - b) : null;
  },
  grade: (answer, known) => {
    const sum = answer.reduce((total, number) => total + known.fractions[number - 1], 0);
    const shared = Math.min(100, Math.max(0, Math.round(sum * 1e6) / 1e6));
    const exact = String(answer) === String(known.keyed) ? 100 : 0;
    return { fraction: known.exact ? exact : shared, feedback: answer };
  },
  show: (root, known, answer) => {
    for (const option of root.querySelectorAll("[data-options] > .option")) {
      const number = Number(option.dataset.option);
      const right = known.keyed.includes(number);
      if (answer.includes(number)) {
        mark(option, right ? "correct" : "incorrect", words.your_answer);
      } else if (right) {
        mark(option, "missed", words.right_answer);
      }
    }
  },
};
