// A text: its words are counted while it is written; students compare it with the model answer themselves.
const countWords = (text) => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu)?.length ?? 0;

const beyond = (count, known) => {
  if (known.least !== null && count < known.least) {
    return words.too_few;
  }
  return known.most !== null && count > known.most ? words.too_many : "";
};

kinds.essay = {
  read: (root) => {
    const field = root.querySelector("textarea");
    if (!field) {
      return ""; // nothing but files is handed in
    }
    return field.value.trim() && field.value !== field.defaultValue ? field.value : null;
  },
  grade: (answer, known) => {
    const said = answer && beyond(countWords(answer), known);
    return { self: true, feedback: [], note: said ? [`${words.words_counted}: ${countWords(answer)} – ${said}`] : [] };
  },
  show: () => {},
  clear: () => {},
  empty: (root, known) => {
    const field = root.querySelector("textarea");
    if (field) {
      field.value = field.defaultValue;
      kinds.essay.live(root, known);
    }
  },
  focus: (root) => root.querySelector("textarea, button").focus(),
  live: (root, known) => {
    const field = root.querySelector("textarea");
    if (!field) {
      return;
    }
    const count = countWords(field.value);
    root.querySelector("[data-count]").textContent = format.format(count);
    root.querySelector("[data-beyond]").textContent = count ? beyond(count, known) : "";
  },
  start: (root, known) => kinds.essay.live(root, known),
  judged: (place, known) => {
    const fields = [...place.querySelectorAll("[data-criterion]")];
    if (!fields.length || fields.every((field) => field.value === "")) {
      return null;
    }
    const given = fields.map((field, index) => Math.min(known.rubric[index], Math.max(0, Number(field.value) || 0)));
    return (100 * given.reduce((sum, each) => sum + each, 0)) / (known.points || 1);
  },
};
