// Formulas as students write them, plain (2x e^(x), sqrt(x)/3) or in LaTeX, read into small trees of arrays:
//   ["number", text] ["name", key] ["constant", name] ["add", a, b] ["subtract", a, b] ["negative", a]
//   ["times", a, b, sign] ["over", a, b] ["power", a, b] ["call", name, ...arguments]
// Nothing is guessed: what is not understood stops the reading, and is named.
const GREEK = {
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ϵ", varepsilon: "ε", zeta: "ζ", eta: "η", theta: "θ",
  vartheta: "ϑ", iota: "ι", kappa: "κ", lambda: "λ", mu: "μ", nu: "ν", xi: "ξ", rho: "ρ", sigma: "σ", tau: "τ",
  upsilon: "υ", phi: "ϕ", varphi: "φ", chi: "χ", psi: "ψ", omega: "ω", Gamma: "Γ", Delta: "Δ", Theta: "Θ",
  Lambda: "Λ", Xi: "Ξ", Pi: "Π", Sigma: "Σ", Upsilon: "Υ", Phi: "Φ", Psi: "Ψ", Omega: "Ω", ell: "ℓ", hbar: "ℏ",
};
const SPELLED = Object.fromEntries(Object.entries(GREEK).map(([name, letter]) => [letter, name]));
SPELLED["π"] = "pi";

const CALLS = {
  sin: Math.sin, cos: Math.cos, tan: Math.tan, cot: (x) => 1 / Math.tan(x), sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x), sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, coth: (x) => 1 / Math.tanh(x),
  arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan, arccot: (x) => Math.PI / 2 - Math.atan(x),
  arsinh: Math.asinh, arcosh: Math.acosh, artanh: Math.atanh, exp: Math.exp, ln: Math.log, abs: Math.abs,
  sqrt: Math.sqrt, root: (x, n) => (n % 2 ? Math.sign(x) * Math.abs(x) ** (1 / n) : x ** (1 / n)),
  log: (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)), lg: Math.log10,
  sign: Math.sign, floor: Math.floor, ceil: Math.ceil, max: Math.max, min: Math.min,
  factorial: (x) => gammaOf(x + 1), sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  binomial: (n, k) => gammaOf(n + 1) / gammaOf(k + 1) / gammaOf(n - k + 1),
};
const ALIASES = {
  asin: "arcsin", acos: "arccos", atan: "arctan", tg: "tan", ctg: "cot", cosec: "csc", asinh: "arsinh", acosh: "arcosh",
  atanh: "artanh", arcsinh: "arsinh", arccosh: "arcosh", arctanh: "artanh", sgn: "sign", cbrt: "root", binom: "binomial",
};
const INVERSES = {
  sin: "arcsin", cos: "arccos", tan: "arctan", cot: "arccot", sinh: "arsinh", cosh: "arcosh", tanh: "artanh",
};
const SEVERAL = { max: 2, min: 2, binomial: 2, root: 2, log: 1 };
const ACCENTS = new Set(["hat", "bar", "tilde", "dot", "ddot", "widehat", "widetilde", "overline"]);
const WRAPPERS = new Set(["mathrm", "mathbf", "mathit", "boldsymbol", "bm", "text", "operatorname", "vec"]);
const SILENT = new Set([
  "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle", "textstyle", "limits",
  "quad", "qquad", ",", ";", ":", "!", " ", "middle",
]);
const SIGNS_OF = { cdot: "*", times: "*", ast: "*", div: "/", "{": "(", "}": ")", lbrace: "(", rbrace: ")", vert: "|",
  lvert: "|", rvert: "|", pm: "±", "|": "‖", lfloor: "⌊", rfloor: "⌋", lceil: "⌈", rceil: "⌉" };
const ALIKE = { "−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "∙": "*", "÷": "/", ":": "/", "“": '"' };
const RAISED_SIGNS = { "⁻": "-", "⁺": "+", "ⁿ": "n", ...Object.fromEntries([...RAISED].map((digit, n) => [digit, String(n)])) };
const DEEPEST = 60;

// Γ for whole and broken numbers: Lanczos, g = 7, nine terms.
const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
const gammaOf = (x) => {
  if (Number.isInteger(x)) {
    let product = x > 0 ? 1 : NaN;
    for (let factor = 2; factor < x && product < Infinity; factor += 1) {
      product *= factor;
    }
    return product;
  }
  if (x < 0.5) {
    return Math.PI / (Math.sin(Math.PI * x) * gammaOf(1 - x));
  }
  const sum = LANCZOS.reduce((total, term, n) => (n ? total + term / (x - 1 + n) : term), 0);
  return Math.sqrt(2 * Math.PI) * (x + 6.5) ** (x - 0.5) * Math.exp(-x - 6.5) * sum;
};

class Unread extends Error {}

// Tokens: { kind: "number" | "word" | "command" | "sign", text }.
const tokensOf = (text) => {
  const found = [];
  const point = bank.decimal === "," ? String.raw`(?:\.\d+|,\d+)?` : String.raw`(?:\.\d+)?`;
  const pattern = new RegExp(
    String.raw`\s+|\$+|~|(\d+${point}|\.\d+)|\\([A-Za-z]+|.)|([\p{Script=Latin}]+)|([${RAISED}⁻⁺ⁿ]+)|(\*\*)|(.)`, "gsu");
  for (const [, number, command, word, raised, stars, sign] of text.normalize("NFC").matchAll(pattern)) {
    if (number) {
      found.push({ kind: "number", text: number.replace(",", ".") });
    } else if (command) {
      if (!SILENT.has(command)) {
        found.push(SIGNS_OF[command] ? { kind: "sign", text: SIGNS_OF[command] } : { kind: "command", text: command });
      }
    } else if (word) {
      found.push({ kind: "word", text: word });
    } else if (raised) {
      const inside = [...raised].map((each) => RAISED_SIGNS[each]).join("");
      found.push({ kind: "sign", text: "^" }, { kind: "sign", text: "{" }, ...tokensOf(inside), { kind: "sign", text: "}" });
    } else if (stars || sign) {
      const plain = stars ? "^" : (ALIKE[sign] ?? sign);
      found.push(SPELLED[plain] ? { kind: "command", text: SPELLED[plain] } : { kind: "sign", text: plain });
    }
  }
  return found;
};

const CLOSING = { "(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉" };
const ROUNDED = { "⌊": "floor", "⌈": "ceil" };

class Reader {
  constructor(text, names) {
    this.names = new Set(names);
    this.latex = /\\[A-Za-z]|[{}]/u.test(text);
    this.tokens = tokensOf(text);
    this.at = 0;
    this.depth = 0;
    this.bars = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  is(...texts) {
    return this.next?.kind === "sign" && texts.includes(this.next.text);
  }

  stop(token = this.next) {
    throw new Unread(token ? (token.kind === "command" ? `\\${token.text}` : token.text) : "…");
  }

  take(text) {
    if (!this.is(text)) {
      this.stop();
    }
    this.at += 1;
  }

  whole() {
    const found = this.sum();
    if (this.next) {
      this.stop();
    }
    return found;
  }

  sum() {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      this.stop();
    }
    let left = this.is("+") ? (this.take("+"), this.product()) : this.product();
    while (this.is("+", "-")) {
      const adds = this.is("+");
      this.at += 1;
      left = [adds ? "add" : "subtract", left, this.product()];
    }
    this.depth -= 1;
    return left;
  }

  // Does a factor begin here, without a sign before it?
  starts() {
    const token = this.next;
    return Boolean(token) && (token.kind !== "sign" || "([{√⌊⌈".includes(token.text) || (token.text === "|" && !this.bars));
  }

  product() {
    let left = this.signed();
    for (;;) {
      if (this.is("*", "/")) {
        const multiplies = this.is("*");
        this.at += 1;
        const right = this.signed();
        left = multiplies ? ["times", left, right, "·"] : ["over", left, right];
      } else if (this.starts()) {
        left = ["times", left, this.factor(), ""];
      } else {
        return left;
      }
    }
  }

  signed() {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      this.stop();
    }
    let found;
    if (this.is("-")) {
      this.at += 1;
      found = ["negative", this.signed()];
    } else if (this.is("+")) {
      this.at += 1;
      found = this.signed();
    } else {
      found = this.factor();
    }
    this.depth -= 1;
    return found;
  }

  factor() {
    let found = this.atom();
    for (;;) {
      if (this.is("!")) {
        this.at += 1;
        found = ["call", "factorial", found];
      } else if (this.is("^")) {
        this.at += 1;
        found = ["power", found, this.exponent()];
      } else {
        return found;
      }
    }
  }

  // In LaTeX an exponent without braces is one digit or letter: x^23 is x²·3 there, and x²³ where it is typed plainly.
  exponent() {
    if (this.is("-")) {
      this.at += 1;
      return ["negative", this.exponent()];
    }
    if (this.is("+")) {
      this.at += 1;
      return this.exponent();
    }
    if (this.latex) {
      this.split();
    }
    const base = this.atom();
    if (this.is("^") && !this.latex) {
      this.at += 1;
      return ["power", base, this.exponent()];
    }
    return base;
  }

  // Part a number or word into its first sign and the rest.
  split() {
    const token = this.next;
    if ((token?.kind === "number" || token?.kind === "word") && token.text.length > 1) {
      const [first, ...rest] = token.text;
      this.tokens.splice(this.at, 1, { ...token, text: first }, { ...token, text: rest.join("") });
    }
  }

  group(open) {
    const close = CLOSING[open];
    const { bars } = this;
    this.bars = 0;
    this.take(open);
    const found = this.sum();
    this.take(close);
    this.bars = bars;
    return found;
  }

  braced() {
    if (this.is("{")) {
      return this.group("{");
    }
    this.split();
    return this.atom();
  }

  atom() {
    const token = this.next;
    if (!token) {
      this.stop();
    }
    if (token.kind === "number") {
      this.at += 1;
      return ["number", token.text];
    }
    if (token.kind === "word") {
      return this.word(token);
    }
    if (token.kind === "command") {
      return this.command(token);
    }
    if (CLOSING[token.text]) {
      const inside = this.group(token.text);
      return ROUNDED[token.text] ? ["call", ROUNDED[token.text], inside] : inside;
    }
    if (token.text === "√") {
      this.at += 1;
      return ["call", "sqrt", this.is("(", "{") ? this.group(this.next.text) : this.atom()];
    }
    if (token.text === "|") {
      this.at += 1;
      this.bars += 1;
      const found = this.sum();
      this.take("|");
      this.bars -= 1;
      return ["call", "abs", found];
    }
    return this.stop();
  }

  // The longest name, function or constant that a run of letters begins with; else its first letter.
  word(token) {
    const { text } = token;
    let length = text.length;
    while (length > 1 && !this.meaning(text.slice(0, length))) {
      length -= 1;
    }
    // x1 is x_1 where the question has that name
    const first = text.slice(0, length);
    if (length < text.length) {
      this.tokens.splice(this.at, 1, { ...token, text: first }, { ...token, text: text.slice(length) });
    }
    this.at += 1;
    const meaning = this.meaning(first) ?? ["name", first];
    if (meaning[0] === "name") {
      const digits = this.next?.kind === "number" && length === text.length ? `${meaning[1]}_${this.next.text}` : "";
      if (digits && this.names.has(digits)) {
        this.at += 1;
        return ["name", digits];
      }
      return this.indexed(meaning[1]);
    }
    return meaning[0] === "call" ? this.call(meaning[1]) : meaning;
  }

  meaning(text) {
    const known = (name) => [...this.names].some((each) => each === name || each.startsWith(`${name}_`) || each.startsWith(`${name}^`));
    if (known(text)) {
      return ["name", text];
    }
    if (text === "e" || text === "pi") {
      return ["constant", text];
    }
    const call = ALIASES[text] ?? text;
    if (Object.hasOwn(CALLS, call) && text.length > 1) {
      return ["call", text === "cbrt" ? "cbrt" : call];
    }
    return GREEK[text] ? ["name", text] : null;
  }

  command(token) {
    const { text } = token;
    this.at += 1;
    if (text === "frac" || text === "dfrac" || text === "tfrac") {
      return ["over", this.braced(), this.braced()];
    }
    if (text === "binom") {
      return ["call", "binomial", this.braced(), this.braced()];
    }
    if (text === "sqrt") {
      const degree = this.is("[") ? this.group("[") : null;
      const inside = this.is("(") ? this.group("(") : this.braced();
      return degree ? ["call", "root", inside, degree] : ["call", "sqrt", inside];
    }
    if (ACCENTS.has(text)) {
      return this.indexed(text + this.raw());
    }
    if (WRAPPERS.has(text)) {
      const inside = this.raw();
      const meaning = this.meaning(inside) ?? ["name", inside];
      return meaning[0] === "call" ? this.call(meaning[1]) : meaning[0] === "name" ? this.indexed(inside) : meaning;
    }
    const meaning = this.meaning(text);
    if (!meaning) {
      this.stop(token);
    }
    return meaning[0] === "call" ? this.call(meaning[1]) : meaning[0] === "name" ? this.indexed(text) : meaning;
  }

  // What stands in braces, or the next sign, as it is written.
  raw() {
    if (!this.is("{", "(")) {
      this.split();
      const token = this.next ?? this.stop();
      this.at += 1;
      return token.text;
    }
    let depth = 0;
    let text = "";
    do {
      const token = this.next ?? this.stop();
      depth += this.is("{", "(") ? 1 : this.is("}", ")") ? -1 : 0;
      text += this.is("{", "}") ? "" : token.text;
      this.at += 1;
    } while (depth > 0);
    return text;
  }

  // A name with the indices that the question gives it: x_1, w_{21}^{(4)}.
  indexed(base) {
    let key = base;
    for (let round = 0; round < 2; round += 1) {
      const { at } = this;
      const before = [...this.tokens];
      const mark = this.is("_") ? "_" : this.is("^") ? "^" : "";
      if (!mark) {
        break;
      }
      this.at += 1;
      const plainly = mark === "_" && !this.is("{", "(") && !this.latex ? this.next?.text : null;
      let index = plainly;
      if (plainly === null || plainly === undefined) {
        index = this.raw();
      } else {
        this.at += 1;
      }
      const longer = `${key}${mark}${index}`;
      const fits = [...this.names].some((name) => name === longer || name.startsWith(`${longer}^`) || name.startsWith(`${longer}_`));
      if (mark === "^" && !fits) {
        this.at = at;
        this.tokens = before;
        break;
      }
      key = longer;
    }
    return ["name", key];
  }

  call(name) {
    let power = null;
    let base = null;
    if (name === "log" && this.is("_")) {
      this.at += 1;
      base = this.braced();
    }
    if (this.is("^")) {
      this.at += 1;
      power = this.exponent();
    }
    const turned = power && power[0] === "negative" && power[1][0] === "number" && power[1][1] === "1" && INVERSES[name];
    const found = this.applied(turned || name, base);
    return power && !turned ? ["power", found, power] : found;
  }

  applied(name, base) {
    let inside;
    if (this.is("(", "{", "[")) {
      const open = this.next.text;
      const close = CLOSING[open];
      this.take(open);
      inside = [this.sum()];
      while (this.is(",", ";") && SEVERAL[name]) {
        this.at += 1;
        inside.push(this.sum());
      }
      this.take(close);
    } else {
      inside = [this.argument()];
    }
    if (name === "cbrt") {
      return ["call", "root", inside[0], ["number", "3"]];
    }
    if (SEVERAL[name] > inside.length) {
      this.stop();
    }
    return ["call", name, ...inside, ...(base ? [base] : [])];
  }

  // Without brackets a function takes the factors up to the next function or sign: sin 2x cos x is sin(2x) cos(x).
  argument() {
    if (this.is("-")) {
      this.at += 1;
      return ["negative", this.argument()];
    }
    let found = this.factor();
    while (this.starts() && !this.is("(", "[", "{", "|") && !this.opensCall()) {
      found = ["times", found, this.factor(), ""];
    }
    return found;
  }

  opensCall() {
    const { kind, text } = this.next;
    return kind === "word" || kind === "command" ? this.callName(text) : false;
  }

  callName(text) {
    for (let { length } = text; length > 1; length -= 1) {
      const meaning = this.meaning(text.slice(0, length));
      if (meaning) {
        return meaning[0] === "call";
      }
    }
    return text === "sqrt";
  }
}

// Return { tree } or { problem }, the part that is not understood.
const readFormula = (text, names) => {
  try {
    return { tree: new Reader(text.trim().replace(/[.;]$/u, ""), names).whole() };
  } catch (error) {
    if (error instanceof Unread) {
      return { problem: error.message };
    }
    throw error;
  }
};

// The value of a tree where names have these values; NaN where there is none.
const valueOf = (tree, names) => {
  const [kind, ...parts] = tree;
  if (kind === "number") {
    return Number(parts[0]);
  }
  if (kind === "name") {
    return names[parts[0]] ?? NaN;
  }
  if (kind === "constant") {
    return parts[0] === "pi" ? Math.PI : Math.E;
  }
  if (kind === "call") {
    return CALLS[parts[0]](...parts.slice(1).map((part) => valueOf(part, names)));
  }
  const [one, other] = parts.slice(0, 2).map((part) => valueOf(part, names));
  return {
    add: () => one + other,
    subtract: () => one - other,
    negative: () => -one,
    times: () => one * other,
    over: () => (other === 0 ? NaN : one / other),
    power: () => one ** other,
  }[kind]();
};

const namesIn = (tree) =>
  tree[0] === "name" ? [tree[1]] : tree.slice(1).filter(Array.isArray).flatMap((part) => namesIn(part));
