// A formula: shown as it was read while it is typed, and compared with the key at points.
const SPACE = "http://www.w3.org/1998/Math/MathML";
const math = (name, ...content) => {
  const made = document.createElementNS(SPACE, name);
  made.append(...content);
  return made;
};
const brackets = (...content) => math("mrow", math("mo", "("), ...content, math("mo", ")"));
const STRENGTH = { add: 1, subtract: 1, negative: 1, times: 2, over: 3, power: 3 };

const drawnName = (key) => {
  const [, base, below, above] = /^([^_^]*)(?:_([^^]*))?(?:\^(.*))?$/u.exec(key) ?? [key, key];
  const accent = /^(hat|bar|tilde|dot)(?=.)/u.exec(base);
  const letters = accent ? base.slice(accent[0].length) : base;
  let drawn = math("mi", GREEK[letters] ?? letters);
  if (accent) {
    drawn = math("mover", drawn, math("mo", { hat: "^", bar: "¯", tilde: "~", dot: "˙" }[accent[1]]));
  }
  if (below && above) {
    return math("msubsup", drawn, math("mi", below), math("mi", above));
  }
  return below ? math("msub", drawn, math("mi", below)) : above ? math("msup", drawn, math("mi", above)) : drawn;
};

const drawnCall = ([name, ...inside]) => {
  const drawn = inside.map((part) => draw(part));
  if (name === "sqrt") {
    return math("msqrt", ...drawn);
  }
  if (name === "root") {
    return math("mroot", ...drawn);
  }
  if (name === "exp") {
    return math("msup", math("mi", "e"), ...drawn);
  }
  if (name === "factorial") {
    return math("mrow", draw(inside[0], 4), math("mo", "!"));
  }
  if (name === "binomial") {
    const pile = math("mfrac", ...drawn);
    pile.setAttribute("linethickness", "0");
    return brackets(pile);
  }
  const fences = { abs: ["|", "|"], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] }[name];
  if (fences) {
    return math("mrow", math("mo", fences[0]), ...drawn, math("mo", fences[1]));
  }
  const [first, base] = name === "log" ? drawn : [null, null];
  if (base) {
    return math("mrow", math("msub", math("mi", name), base), brackets(first));
  }
  const listed = drawn.flatMap((part, index) => (index ? [math("mo", ","), part] : [part]));
  return math("mrow", math("mi", name), brackets(...listed));
};

// MathML of a tree; what binds more loosely than its surroundings gets brackets.
const draw = (tree, outside = 0) => {
  const [kind, ...parts] = tree;
  if (kind === "number") {
    return math("mn", parts[0].replace(".", bank.decimal));
  }
  if (kind === "name") {
    return drawnName(parts[0]);
  }
  if (kind === "constant") {
    return math("mi", parts[0] === "pi" ? "π" : "e");
  }
  if (kind === "call") {
    return drawnCall(parts);
  }
  const own = STRENGTH[kind];
  const [one, other] = parts;
  const drawn = {
    add: () => math("mrow", draw(one, 1), math("mo", "+"), draw(other, 1)),
    subtract: () => math("mrow", draw(one, 1), math("mo", "−"), draw(other, 2)),
    negative: () => math("mrow", math("mo", "−"), draw(one, 2)),
    times: () => math("mrow", draw(one, 2), math("mo", parts[2] || digitsMeet(one, other) ? "·" : "\u2062"), draw(other, other[0] === "negative" ? 4 : 2)),
    over: () => math("mfrac", draw(one), draw(other)),
    power: () => math("msup", draw(one, one[0] === "over" ? 5 : 4), draw(other)),
  }[kind]();
  return own < outside ? brackets(drawn) : drawn;
};

// 2·3 must not look like 23.
const digitsMeet = (one, other) => {
  const first = other[0] === "times" || other[0] === "power" ? other[1] : other;
  return first[0] === "number" && one[0] !== "call";
};

const TOLERANCE = 1e-9;
const FEWEST = 3;
const ANY_CONSTANT = 0.7310585786300049;

const near = (one, other, scale) => Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other)) + 1e-12 * scale;

// Tell whether a tree has these values at the points; with `loose` it may differ by a constant, which any other letter
// stands for.
const agrees = (tree, values, known) => {
  const others = known.loose ? Object.fromEntries(namesIn(tree).map((name) => [name, ANY_CONSTANT])) : {};
  const pairs = known.samples
    .map((point, index) => [valueOf(tree, { ...others, ...point }), values[index]])
    .filter(([own, value]) => value !== null && Number.isFinite(own));
  const wanted = Math.min(FEWEST, values.filter((value) => value !== null).length);
  if (pairs.length < wanted || !pairs.length) {
    return false;
  }
  const scale = Math.max(...pairs.map(([, value]) => Math.abs(value)));
  const shift = known.loose ? pairs[0][0] - pairs[0][1] : 0;
  return pairs.every(([own, value]) => near(own - shift, value, Math.max(scale, Math.abs(shift))));
};

// y = 2x is 2x where y is what the key is called.
const withoutLeft = (text, known) => {
  const [left, right, ...more] = text.split("=");
  const named = right !== undefined && !more.length && readFormula(left, known.names ?? []).tree;
  return named && named[0] === "name" && known.left && named[1] === known.left ? right : text;
};

kinds.formula = {
  ...kinds.number,
  grade: (answer, known) => {
    if (!known.samples) {
      return { self: true, feedback: [] };
    }
    const { tree, problem } = readFormula(withoutLeft(answer, known), known.names);
    if (problem) {
      return { problem: fill(words.bad_formula, { part: problem }) };
    }
    const strange = namesIn(tree).find((name) => !known.loose && !known.names.includes(name));
    if (strange) {
      return { problem: fill(words.unknown_name, { part: strange }) };
    }
    const index = known.values.findIndex((values) => agrees(tree, values, known));
    if (index === 0 && known.form) {
      return { self: true, feedback: [1] };
    }
    return index < 0 ? { fraction: 0, feedback: [] } : { fraction: known.fractions[index], feedback: [index + 1] };
  },
  show: (root, known, answer, graded) => {
    if (!graded.self) {
      kinds.number.show(root, known, answer, graded);
    }
  },
  empty: (root, known) => {
    root.querySelector("input").value = "";
    kinds.formula.live(root, known);
  },
  live: (root, known) => {
    const text = root.querySelector("input").value;
    const place = root.querySelector(".preview");
    place.hidden = !text.trim();
    if (place.hidden) {
      place.lastElementChild.replaceChildren();
      return;
    }
    const { tree, problem } = readFormula(withoutLeft(text, known), known.names ?? []);
    place.classList.toggle("unread", Boolean(problem));
    place.lastElementChild.replaceChildren(problem ? fill(words.bad_formula, { part: problem }) : math("math", draw(tree)));
  },
  judged: (place) => {
    const chosen = place.querySelector("input:checked");
    return chosen ? Number(chosen.value) : null;
  },
};
