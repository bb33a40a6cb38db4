// Things on the left, each with a menu of those on the right.
const letterMatches = (root, known) => {
  const order = [...root.querySelectorAll(".rights > li")].map((side) => side.dataset.rightSide);
  for (const [place, number] of order.entries()) {
    for (const label of root.querySelectorAll(`[data-label-of="${number}"]`)) {
      label.textContent = known.labels[place];
    }
  }
  for (const menu of root.querySelectorAll(".pairs select")) {
    const { value } = menu;
    for (const [place, number] of order.entries()) {
      const option = menu.querySelector(`[data-right-option="${number}"]`);
      menu.append(option);
      if (known.rich) {
        option.textContent = known.labels[place];
      }
    }
    menu.value = value;
  }
};

const showChosen = (row) => {
  const place = row.querySelector(".chosen");
  const number = row.querySelector("select").value;
  const side = row.closest("[data-question]").querySelector(`[data-right-side="${number}"] > .prose`);
  place?.replaceChildren(...(side ? [...side.cloneNode(true).childNodes] : []));
};

kinds.match = {
  read: (root) => {
    const chosen = [...root.querySelectorAll(".pairs select")].map((menu) => Number(menu.value));
    return chosen.some(Boolean) ? chosen : null;
  },
  grade: (answer, known) => {
    const right = answer.filter((number, index) => number === known.keys[index]).length;
    return { fraction: (100 * right) / answer.length, feedback: [] };
  },
  show: (root, known, answer) => {
    for (const [index, row] of [...root.querySelectorAll(".pair-row")].entries()) {
      const key = known.keys[index];
      if (answer[index] === key) {
        mark(row, "correct", words.correct);
      } else {
        const side = root.querySelector(`[data-right-side="${key}"] > .prose`).cloneNode(true);
        const label = root.querySelector(`.rights [data-label-of="${key}"]`).textContent;
        const named = known.rich ? [element("b", "", `${label} `), side] : [side];
        mark(row, "incorrect", `${words.right_answer}: `, element("span", "right-side", ...named));
      }
    }
  },
  clear: (root) => unmark(root, ".pair-row"),
  empty: (root) => {
    for (const row of root.querySelectorAll(".pair-row")) {
      row.querySelector("select").value = "";
      showChosen(row);
    }
  },
  focus: (root) => root.querySelector("select").focus(),
  live: (root) => root.querySelectorAll(".pair-row").forEach(showChosen),
  arranged: letterMatches,
};
