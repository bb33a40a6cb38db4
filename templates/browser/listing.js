// The list: only the rows in sight exist. A grid of two columns, the box and the question, for the keyboard.
const list = $("list");
const sizer = make("div", { role: "rowgroup", class: "sizer" });
list.append(sizer);
const AROUND = 6;
let rows = [];
let height = 0;
let active = 0;
let column = 1;
const drawn = new Map();

const marked = (text, terms) => {
  if (!terms.length) {
    return [text];
  }
  const plain = folded(text);
  const spans = [];
  for (const term of terms) {
    for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + term.length)) {
      spans.push([at, at + term.length]);
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let end = 0;
  for (const [from, to] of spans) {
    if (from >= end) {
      parts.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
      end = to;
    }
  }
  return [...parts, text.slice(end)];
};

const badge = (question) => {
  const level = valueOf("level", question.level);
  return level ? [make("span", { class: `badge ${level}` }, nameOf("level", question.level))] : [];
};

const addressOf = (question) => written({ ...state, id: question.id });

const rowOf = (question, index) => {
  const terms = termsOf(state.q);
  const box = make("input", { type: "checkbox", "aria-label": fill(words.tick, { name: question.name }), tabindex: "-1" });
  const draft = valueOf("status", question.status) === "draft" ? [make("span", { class: "draft" }, nameOf("status", question.status))] : [];
  const link = make("a", { href: addressOf(question), tabindex: "-1" }, ...marked(question.name, terms));
  const facts = make("p", { class: "hit-facts" }, make("code", {}, ...marked(question.id, terms)),
    make("span", {}, nameOf("type", question.type)), make("span", { class: "worth" }, `${words.points}: ${question.worth}`), ...draft, ...badge(question));
  const stem = make("p", { class: "hit-stem" }, ...marked(question.shown, terms));
  return make("div", { role: "row", class: "hit", "aria-rowindex": index + 1, "data-row": index },
    make("div", { role: "gridcell", class: "hit-tick" }, box),
    make("div", { role: "gridcell", class: "hit-main" },
      make("p", { class: "hit-title" }, link), stem, facts));
};

const cellOf = (row) => row.querySelector(column ? "a" : "input");

// What changes without the row being another: chosen, opened, in the order of focus.
const brush = () => {
  const basket = new Set(state.basket);
  for (const [index, row] of drawn) {
    const { id } = rows[index];
    row.querySelector("input").checked = basket.has(id);
    row.setAttribute("aria-selected", String(basket.has(id)));
    row.classList.toggle("open", id === state.id);
    const link = row.querySelector("a");
    if (id === state.id) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
    for (const cell of row.querySelectorAll("a, input")) {
      cell.tabIndex = index === active && cell === cellOf(row) ? 0 : -1;
    }
  }
};

const draw = () => {
  const first = Math.max(0, Math.floor(list.scrollTop / height) - AROUND);
  const last = Math.min(rows.length - 1, Math.ceil((list.scrollTop + list.clientHeight) / height) + AROUND);
  const wanted = new Set();
  for (let index = first; index <= last; index += 1) {
    wanted.add(index);
  }
  if (rows.length) {
    wanted.add(active); // so that focus is not lost by scrolling
  }
  for (const [index, row] of drawn) {
    if (!wanted.has(index)) {
      row.remove();
      drawn.delete(index);
    }
  }
  let fresh = false;
  for (const index of [...wanted].sort((a, b) => a - b)) {
    if (!drawn.has(index)) {
      const row = rowOf(rows[index], index);
      row.style.top = `${index * height}px`;
      drawn.set(index, row);
      fresh = true;
    }
  }
  if (fresh) { // in the order of reading
    const sorted = [...drawn].sort((a, b) => a[0] - b[0]).map((each) => each[1]);
    sorted.forEach((row, at) => {
      if (sizer.children[at] !== row) {
        sizer.insertBefore(row, sizer.children[at] || null);
      }
    });
    brush();
  }
};

const measure = () => {
  const probe = make("div", { class: "hit" });
  sizer.append(probe);
  height = probe.offsetHeight || 96;
  probe.remove();
};

const showList = (shown, kept) => {
  const held = list.contains(document.activeElement);
  rows = shown;
  sizer.style.height = `${rows.length * height}px`;
  list.setAttribute("aria-rowcount", rows.length);
  drawn.forEach((row) => row.remove());
  drawn.clear();
  const at = rows.findIndex((question) => question.id === kept);
  active = Math.max(0, at);
  if (at < 0) {
    list.scrollTop = 0;
  } else {
    reveal(at);
  }
  draw();
  if (held && drawn.has(active)) {
    cellOf(drawn.get(active)).focus({ preventScroll: true });
  }
};

const reveal = (index) => {
  const top = index * height;
  if (top < list.scrollTop) {
    list.scrollTop = top;
  } else if (top + height > list.scrollTop + list.clientHeight) {
    list.scrollTop = top + height - list.clientHeight;
  }
};

const activate = (index, focus = true) => {
  active = Math.max(0, Math.min(rows.length - 1, index));
  reveal(active);
  draw();
  brush();
  if (focus && drawn.has(active)) {
    cellOf(drawn.get(active)).focus({ preventScroll: true });
  }
};

const ticked = (id, on) => {
  const rest = state.basket.filter((each) => each !== id);
  go({ basket: on ? [...rest, id] : rest });
};

const beside = matchMedia("(min-width: 64rem)");
let following = 0;
list.addEventListener("keydown", (event) => {
  const page = Math.max(1, Math.floor(list.clientHeight / height) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  if (event.ctrlKey || event.altKey || event.metaKey || !rows.length) {
    return;
  }
  if (event.key in steps) {
    event.preventDefault();
    activate(active + steps[event.key]);
    // beside the list the question that is open follows
    if (state.id && beside.matches) {
      clearTimeout(following);
      following = setTimeout(() => go({ id: rows[active].id }), 120);
    }
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    event.preventDefault();
    column = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl") ? 1 : 0;
    activate(active);
  } else if (event.key === " " && event.target.localName === "a") {
    event.preventDefault();
    const { id } = rows[active];
    ticked(id, !state.basket.includes(id));
  }
});
list.addEventListener("click", (event) => {
  const row = event.target.closest(".hit");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const question = rows[Number(row.dataset.row)];
  active = Number(row.dataset.row);
  const tick = event.target.closest(".hit-tick");
  if (tick) {
    column = 0;
    if (event.target.localName !== "input") {
      tick.firstChild.checked = !tick.firstChild.checked;
    }
    ticked(question.id, tick.firstChild.checked);
    return;
  }
  event.preventDefault();
  column = 1;
  open(question.id, true);
});
list.addEventListener("focusin", (event) => {
  const row = event.target.closest(".hit");
  if (row) {
    active = Number(row.dataset.row);
    column = event.target.localName === "a" ? 1 : 0;
    brush();
  }
});
let painting = 0;
list.addEventListener("scroll", () => {
  cancelAnimationFrame(painting);
  painting = requestAnimationFrame(draw);
}, { passive: true });
