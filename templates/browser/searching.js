// Which questions fit, and how many would fit with one more filter.
const bare = (sign) => {
  const parts = sign.normalize("NFD");
  const kept = parts.length > 1 && /[\u0300-\u036f]/.test(parts[1]) ? parts[0] : sign;
  const small = kept.toLowerCase();
  return small.length === sign.length ? small : sign;
};
// A text without capitals and accents, each sign in its place.
const folded = (text) => text.replace(/[^\x00-\x7f]/g, bare).toLowerCase();

const prepared = [];
const hay = (index) => {
  if (!prepared[index]) {
    const question = questions[index];
    const tags = question.tag.map((number) => nameOf("tag", number)).join("\n");
    const source = folded(question.source || question.shown);
    const text = `${folded(`${question.title}\n${question.id}\n${tags}`)}\n${question.source ? folded(question.shown) : ""}\n${source}`;
    prepared[index] = { text, tight: /[\\{}^_]/.test(source) ? source.replace(/\s+/g, "") : "" };
  }
  return prepared[index];
};
const prepare = (from = 0) => {
  for (let index = from; index < Math.min(from + 500, questions.length); index += 1) {
    hay(index);
  }
  if (from + 500 < questions.length) {
    setTimeout(prepare, 0, from + 500);
  }
};

// Words, or a phrase between quotation marks: all must occur.
const termsOf = (query) => [...folded(query).matchAll(/"([^"]+)"|[^\s"]+/g)].map((match) => match[1] || match[0]);

const fits = (index, terms) => {
  const { text, tight } = hay(index);
  // LaTeX is found however it is spaced
  return terms.every((term) => text.includes(term) || (/[\\{}^_]/.test(term) && tight.includes(term.replace(/\s+/g, ""))));
};

let matched = { query: "", fit: null };
const searched = (query) => {
  if (query !== matched.query) {
    const terms = termsOf(query);
    const narrower = matched.fit && query.startsWith(matched.query) && !query.includes('"');
    const fit = new Uint8Array(questions.length);
    for (let index = 0; index < questions.length; index += 1) {
      fit[index] = (!narrower || matched.fit[index]) && fits(index, terms) ? 1 : 0;
    }
    matched = { query, fit: terms.length ? fit : null };
  }
  return matched.fit;
};

// “Algebra” stands for “Algebra/Groups” too; // is a slash within a name.
const within = (path, top) => path === top || (path.startsWith(`${top}/`) && !path.startsWith(`${top}//`));

const wantedOf = (facet) => {
  const chosen = state[facet];
  if (!chosen.length) {
    return null;
  }
  const wanted = new Uint8Array(bank.facets[facet].length);
  bank.facets[facet].forEach(([value], number) => {
    wanted[number] = chosen.some((each) => (facet === "category" ? within(value, each) : each === value)) ? 1 : 0;
  });
  return wanted;
};

const orders = new Map();
const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
const KEYS = {
  title: (a, b) => collator.compare(a.name, b.name),
  id: (a, b) => collator.compare(a.id, b.id),
  type: (a, b) => collator.compare(nameOf("type", a.type), nameOf("type", b.type)),
  // the table holds these values in their order; those without one come last
  difficulty: (a, b) => rank("difficulty", a) - rank("difficulty", b),
  level: (a, b) => rank("level", a) - rank("level", b),
  points: (a, b) => a.points - b.points,
};
const rank = (facet, question) => (valueOf(facet, question[facet]) ? question[facet] : 99);
const ordered = (sort) => {
  if (!orders.has(sort)) {
    const all = [...questions];
    orders.set(sort, KEYS[sort] ? all.sort((a, b) => KEYS[sort](a, b) || a.index - b.index) : all);
  }
  return orders.get(sort);
};

// Return the questions that fit, and for each facet how many fit of each value, its own choice left aside.
const found = () => {
  const fit = searched(state.q.trim());
  const basket = state.only ? new Set(state.basket) : null;
  const facets = MANY.map((facet) => ({
    facet,
    wanted: wantedOf(facet),
    counts: new Uint32Array(bank.facets[facet].length),
  }));
  const count = ({ facet, counts }, question) => {
    if (facet === "tag") {
      for (const number of question.tag) {
        counts[number] += 1;
      }
    } else {
      counts[question[facet]] += 1;
    }
  };
  const chosen = facets.filter(({ wanted }) => wanted);
  const shown = [];
  for (const question of ordered(state.sort)) {
    if ((fit && !fit[question.index]) || (basket && !basket.has(question.id))) {
      continue;
    }
    let missed = null;
    let misses = 0;
    for (const each of chosen) {
      const has = question[each.facet];
      if (!(each.facet === "tag" ? has.some((number) => each.wanted[number]) : each.wanted[has])) {
        missed = each;
        misses += 1;
      }
    }
    if (misses === 0) {
      shown.push(question);
      for (const each of facets) {
        count(each, question);
      }
    } else if (misses === 1) {
      count(missed, question);
    }
  }
  return { shown, counts: Object.fromEntries(facets.map(({ facet, counts }) => [facet, counts])) };
};
