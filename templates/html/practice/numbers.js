// Numbers are compared exactly: digits as a BigInt and a power of ten, never in binary.
const power = (exponent) => 10n ** BigInt(exponent);

const exact = (text) => {
  const [, minus, whole, part = "", exponent = "0"] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/iu.exec(text);
  const digits = BigInt(`${whole}${part}` || "0");
  return { digits: minus === "-" ? -digits : digits, exponent: Number(exponent) - part.length };
};

const times = (one, other) => ({ digits: one.digits * other.digits, exponent: one.exponent + other.exponent });

const atMost = (one, other) => {
  const least = Math.min(one.exponent, other.exponent);
  return one.digits * power(one.exponent - least) <= other.digits * power(other.exponent - least);
};

// Digits of other scripts, and signs that typists and word processors put in place of - and '.
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10];
const plainDigits = (text) =>
  text
    .normalize("NFC")
    .replace(/\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0);
      const zero = ZEROS.find((start) => code >= start && code < start + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .replace(/[\u2212\u2010-\u2013\ufe63\uff0d]/gu, "-")
    .replace(/[\u066b]/gu, ".");

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const NUMBER = new RegExp(
  String.raw`^([+-]?)\s*((?:\d|[.,]\d)[\d.,'’_\s]*)(?:e\s*([+-]?\s*\d{1,4})(?![\d.,])` +
    String.raw`|[·×⋅*x]\s*10\s*(?:\^\s*[({]?\s*([+-]?\d{1,4})\s*[)}]?|([⁺⁻]?[${RAISED}]{1,4})))?\s*(.*)$`,
  "isu",
);

// Return the digits with a decimal point, or what makes them no number: 1,234 is read in two ways where the page's
// language writes 1.234 for it, and asked about.
const withPoint = (digits) => {
  const text = digits.trim().replace(/[.,]$/u, "");
  if (/['’_\s]/u.test(text)) {
    return /^[1-9]\d{0,2}(?:['’_\s]\d{3})+(?:[.,]\d+)?$/u.test(text)
      ? { text: text.replace(/['’_\s]/gu, "").replace(",", ".") }
      : {};
  }
  const marks = text.replace(/\d/gu, "");
  if (marks.length < 2) {
    const [before, after] = text.split(/[.,]/u);
    if (marks && marks !== bank.decimal && /^[1-9]\d{0,2}$/u.test(before) && after.length === 3) {
      return { ways: [`${before}${after}`, `${before}${bank.decimal}${after}`] };
    }
    return { text: text.replace(",", ".") };
  }
  const last = marks.at(-1);
  const group = marks[0];
  const [whole, part] = last === group ? [text, ""] : text.split(last);
  const fits = new RegExp(`^[1-9]\\d{0,2}(?:[${group}]\\d{3})+$`, "u").test(whole);
  return fits && !/[.,]/u.test(part) ? { text: `${whole.replaceAll(group, "")}.${part}` } : {};
};

const readNumber = (written) => {
  const text = plainDigits(written).trim();
  const found = NUMBER.exec(text);
  const bad = { problem: fill(words.bad_number, { example: words.example }) };
  if (!found) {
    return bad;
  }
  const [, minus, digits, small, typed, raised, rest] = found;
  const pointed = withPoint(digits);
  if (pointed.ways) {
    const [one, other] = pointed.ways.map((way) => minus + way);
    return { problem: fill(words.two_ways, { text: minus + digits.trim(), one, other }) };
  }
  if (!pointed.text || /^[\d/.,]/u.test(rest)) {
    return bad;
  }
  const up = raised?.replace(/./gu, (one) => (one === "⁻" ? "-" : one === "⁺" ? "" : RAISED.indexOf(one)));
  const number = exact(`${minus}${pointed.text}`);
  number.exponent += Number((small ?? typed ?? up ?? "0").replace(/\s/gu, ""));
  return { number, unit: rest };
};

// m·s^-1, m s⁻¹ and m*s^{-1} are one unit.
const plainUnit = (unit) =>
  unit
    .normalize("NFKC")
    .replace(/[\u2212\u2010-\u2013]/gu, "-")
    .replace(/[\^{}()]/gu, "")
    .trim()
    .replace(/\s*[·⋅*/]\s*/gu, (found) => (found.trim() === "/" ? "/" : "·"))
    .replace(/\s+/gu, "·");

const factorOf = (unit, known) => {
  const name = Object.keys(known.units ?? {}).find((each) => plainUnit(each) === plainUnit(unit));
  return name === undefined ? null : known.units[name];
};

kinds.number = {
  read: (root) => root.querySelector("input").value.trim() || null,
  grade: (answer, known) => {
    const before = Object.keys(known.units ?? {}).find((unit) => /^\D+$/u.test(unit) && answer.startsWith(unit));
    const read = readNumber(before ? `${answer.slice(before.length)} ${before}` : answer);
    if (read.problem) {
      return read;
    }
    if (read.unit && !known.units) {
      return { problem: fill(words.bad_number, { example: words.example }) };
    }
    const factor = read.unit ? factorOf(read.unit, known) : null;
    const strict = (known.unitPenalty ?? null) === null;
    const within = (each, by) => {
      const [low, high] = [each.low, each.high].map((end) => times(exact(end), by));
      return atMost(low, read.number) && atMost(read.number, high);
    };
    for (const [index, each] of known.accepted.entries()) {
      const converted = factor !== null && within(each, exact(factor));
      if (converted || ((factor === null || !strict) && within(each, exact("1")))) {
        const lost = strict || converted || each.fraction <= 0 ? 0 : known.unitPenalty;
        const note = lost ? [words.unit_wrong] : [];
        return { fraction: Math.max(lost ? 0 : each.fraction, each.fraction - lost), feedback: [index + 1], note };
      }
    }
    return { fraction: 0, feedback: [] };
  },
  show: (root, known, answer, graded) => {
    const outcome = outcomeOf(graded.fraction);
    mark(root.querySelector(".entry") ?? root, outcome, hidden(words[outcome]));
  },
  clear: (root) => unmark(root, ".entry"),
  empty: (root) => {
    root.querySelector("input").value = "";
  },
  focus: (root) => root.querySelector("input").focus(),
};
