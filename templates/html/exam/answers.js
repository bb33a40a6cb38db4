// What was answered, for the file that is saved and for the summary. The page does not know what would be right.
const starts = new Map(); // what stood in each place that can be put in order

// In words, formulas as LaTeX: { answer, text }; null where nothing was answered.
const told = {
  one: (root, known) => {
    const number = kinds.one.read(root, known);
    return number && { answer: number, text: labelled(known, number) };
  },
  several: (root, known) => {
    const numbers = kinds.several.read(root, known);
    return numbers && { answer: numbers, text: numbers.map((number) => labelled(known, number)).join("; ") };
  },
  match: (root, known) => {
    const chosen = kinds.match.read(root, known);
    const pair = (left, index) => [left, chosen[index] ? known.labels[chosen[index] - 1] : null];
    const side = (left, index) => `${left} → ${chosen[index] ? known.rights[chosen[index] - 1] : "–"}`;
    return chosen && { answer: Object.fromEntries(known.lefts.map(pair)), text: known.lefts.map(side).join("; ") };
  },
  order: (root, known) => {
    const items = kinds.order.read(root).map((number) => known.items[number - 1]);
    return root.hasAttribute("data-moved") ? { answer: items, text: items.join("; ") } : null;
  },
  gaps: (root, known) => {
    const given = gapsOf(root, known).map(([name, gap, place]) => [name, (told[gap.kind] ?? told.typed)(place, gap)]);
    return given.some(([, each]) => each)
      ? {
          answer: Object.fromEntries(given.map(([name, each]) => [name, each?.answer ?? null])),
          text: given.map(([name, each]) => `${known.gaps[name].number}: ${each?.text ?? "–"}`).join("; "),
        }
      : null;
  },
  typed: (root) => {
    const field = root.querySelector("input[type=text], textarea");
    const text = field && field.value !== field.defaultValue ? field.value.trim() : "";
    return text ? { answer: text, text } : null;
  },
};

const labelled = (known, number) => {
  const label = known.labels[number - 1];
  return label ? `${label}. ${known.options[number]}` : known.options[number];
};

const given = (root, known) => (told[known.kind] ?? told.typed)(root, known);

// The same as it looks: formulas drawn.
const copied = (place) => element("div", "prose", ...place.cloneNode(true).childNodes);

const drawnParts = {
  one: (root) =>
    [...root.querySelectorAll("[data-options] > .option:has(input:checked)")].map((option) => {
      const label = option.querySelector("[data-label-of]")?.textContent;
      return [...(label ? [element("b", "", `${label}. `)] : []), copied(option.querySelector(".prose"))];
    }),
  match: (root) =>
    [...root.querySelectorAll(".pair-row")].map((row) => {
      const side = root.querySelector(`[data-right-side="${row.querySelector("select").value}"] > .prose`);
      return [copied(row.querySelector(".prose")), " → ", side ? copied(side) : "–"];
    }),
  order: (root) => itemsOf(root).map((item) => [copied(item.querySelector(".prose"))]),
};
drawnParts.several = drawnParts.one;

const drawnAnswer = (root, known) => {
  const parts = drawnParts[known.kind]?.(root);
  if (!parts) {
    return given(root, known).text;
  }
  return element(known.kind === "order" ? "ol" : "ul", "", ...parts.map((part) => element("li", "", ...part)));
};
