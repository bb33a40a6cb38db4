// The filters: boxes with the number of questions behind each; categories as a tree.
const SHORT = 12;
const boxes = [];

const box = (facet, value, name, numbers) => {
  const id = `filter-${facet}-${boxes.length}`;
  const input = make("input", { type: "checkbox", id });
  input.addEventListener("change", () => {
    const rest = state[facet].filter((each) => each !== value);
    go({ [facet]: input.checked ? [...rest, value] : rest }, true);
  });
  const count = make("span", { class: "number" });
  const item = make("li", {}, make("div", { class: "choice" }, input, make("label", { for: id }, make("span", {}, name), " ", count)));
  boxes.push({ facet, value, numbers, input, count, item });
  return item;
};

// Categories by their first name, and below each its own.
const branch = (entries, level) => {
  const groups = new Map();
  for (const entry of entries) {
    const name = entry.parts[level];
    groups.set(name, [...(groups.get(name) || []), entry]);
  }
  const list = make("ul");
  for (const [name, group] of [...groups].sort((a, b) => collator.compare(a[0], b[0]))) {
    const path = group[0].parts.slice(0, level + 1).map((part) => part.replace(/\//g, "//")).join("/");
    const item = box("category", path, name || words.unnamed, group.map((entry) => entry.number));
    const below = group.filter((entry) => entry.parts.length > level + 1);
    if (below.length) {
      const inner = branch(below, level + 1);
      const opener = make("button", { type: "button", class: "opener", "aria-label": fill(words.open_branch, { name }) });
      const toggle = (open) => {
        opener.setAttribute("aria-expanded", String(open));
        inner.hidden = !open;
      };
      opener.addEventListener("click", () => toggle(inner.hidden));
      toggle(groups.size === 1 ? inner.children.length <= 3 * SHORT : entries.length <= SHORT);
      item.classList.add("parent");
      item.firstChild.prepend(opener);
      item.append(inner);
    }
    list.append(item);
  }
  return list;
};

const totals = (facet) => {
  const all = new Uint32Array(bank.facets[facet].length);
  for (const question of questions) {
    for (const number of facet === "tag" ? question.tag : [question[facet]]) {
      all[number] += 1;
    }
  }
  return all;
};

const ORDERED = new Set(["difficulty", "level"]);
const valuesOf = (facet) => {
  const all = totals(facet);
  const used = bank.facets[facet].map(([value, name], number) => ({ value, name, number })).filter((each) => all[each.number]);
  if (facet === "tag") {
    return used.sort((a, b) => all[b.number] - all[a.number] || collator.compare(a.name, b.name));
  }
  return ORDERED.has(facet) ? used : used.sort((a, b) => collator.compare(a.name, b.name));
};

const listed = (facet, values) => {
  const list = make("ul", {}, ...values.map(({ value, name, number }) => box(facet, value, name, [number])));
  const rest = [...list.children].slice(SHORT);
  if (rest.length < 3) {
    return [list];
  }
  const more = make("button", { type: "button", class: "quiet more", "aria-expanded": "false" });
  const toggle = (open) => {
    list.classList.toggle("cut", !open);
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? words.show_fewer : fill(words.show_all, { n: counted(values.length) });
  };
  more.addEventListener("click", () => toggle(list.classList.contains("cut")));
  rest.forEach((item) => item.classList.add("rest"));
  toggle(false);
  return [list, more];
};

const buildFacets = () => {
  for (const facet of MANY) {
    const values = valuesOf(facet);
    // a filter that keeps all or nothing is none
    if (values.length < 2 && !(facet === "category" && values.some(({ value }) => value.includes("/")))) {
      continue;
    }
    const entries = values.map(({ value, number }) => ({ number, parts: crumbs(value) }));
    const body = facet === "category" ? [branch(entries, 0)] : listed(facet, values);
    $("facets").append(make("fieldset", { "data-facet": facet }, make("legend", {}, words.facets[facet]), ...body));
  }
};

const showFacets = (counts) => {
  for (const { facet, value, numbers, input, count, item } of boxes) {
    const total = numbers.reduce((sum, number) => sum + counts[facet][number], 0);
    if (count.shown !== total) {
      count.shown = total;
      count.textContent = counted(total);
    }
    const chosen = state[facet].includes(value);
    input.checked = chosen;
    item.classList.toggle("chosen", chosen);
    item.classList.toggle("empty", !total && !chosen);
    if (chosen) {
      for (let above = item.parentElement; above && above.hidden; above = above.parentElement.closest("ul")) {
        above.hidden = false;
        above.parentElement.querySelector(".opener").setAttribute("aria-expanded", "true");
      }
    }
  }
};

// The filters in use, each with a button that takes it away.
const showActive = () => {
  const active = [];
  for (const facet of MANY) {
    for (const value of state[facet]) {
      const known = bank.facets[facet].find((each) => each[0] === value);
      const name = facet === "category" ? crumbs(value).join(" › ") || words.unnamed : known ? known[1] : value;
      const label = fill(words.remove, { name: `${words.facets[facet]}: ${name}` });
      const sign = make("span", { "aria-hidden": "true" }, "✕");
      const button = make("button", { type: "button", class: "small", "aria-label": label }, name, " ", sign);
      button.addEventListener("click", () => {
        go({ [facet]: state[facet].filter((each) => each !== value) }, true);
        $("search").focus();
      });
      active.push(make("li", {}, button));
    }
  }
  $("active").replaceChildren(make("ul", { class: "active" }, ...active));
  $("active").hidden = !active.length;
  $("filter-count").textContent = active.length ? ` ${active.length}` : "";
};
