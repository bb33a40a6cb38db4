// Gaps in a text: each is answered, graded and marked by its own kind.
const gapsOf = (root, known) =>
  Object.entries(known.gaps).map(([name, gap]) => [name, gap, root.querySelector(`[data-gap="${name}"]`), kinds[gap.kind]]);

kinds.gaps = {
  read: (root, known) => {
    const answers = gapsOf(root, known).map(([name, gap, place, kind]) => [name, kind.read(place, gap)]);
    return answers.some(([, answer]) => answer !== null) ? Object.fromEntries(answers) : null;
  },
  grade: (answers, known) => {
    const graded = {};
    const feedback = [];
    let sum = 0;
    for (const [name, gap] of Object.entries(known.gaps)) {
      const found = answers[name] === null ? { fraction: 0, feedback: [] } : kinds[gap.kind].grade(answers[name], gap);
      if (found.problem) {
        return { problem: `${words.gap} ${gap.number}: ${found.problem}`, at: name };
      }
      graded[name] = found;
      sum += (gap.share * found.fraction) / 100;
      feedback.push(...found.feedback.map((each) => ({ name: `${name}/${each}`, label: `${words.gap} ${gap.number}` })));
    }
    return { fraction: Math.max(0, Math.round(sum * 1e6) / 1e6), feedback, gaps: graded };
  },
  show: (root, known, answers, graded) => {
    for (const [name, gap, place, kind] of gapsOf(root, known)) {
      const { fraction } = graded.gaps[name];
      const outcome = outcomeOf(fraction);
      place.dataset.outcome = outcome;
      if (place.classList.contains("group")) {
        kind.show(place, gap, answers[name] ?? (gap.kind === "several" ? [] : 0), graded.gaps[name]);
      } else {
        const right = outcome === "correct" ? [] : [element("span", "right-side", ...copyOf(root, `[data-right-of="${name}"]`))];
        const part = outcome === "partial" ? `${format.format(fraction)} %\u00a0` : "";
        mark(place, outcome, part, hidden(`${words[outcome]}. ${right.length ? words.right_answer : ""}`), ...right);
      }
    }
  },
  clear: (root) => unmark(root, ".gap, .gap .option"),
  empty: (root, known) => gapsOf(root, known).forEach(([, gap, place, kind]) => kind.empty(place, gap)),
  focus: (root, known, at) => {
    const [first] = gapsOf(root, known).filter(([name]) => !at || name === at);
    first[3].focus(first[2]);
  },
};
