// The whole page, from its state.
const same = (last, names) => names.every((name) => String(last[name]) === String(state[name]));

const results = () => {
  const { shown, counts } = found();
  showFacets(counts);
  showActive();
  showList(shown, state.id);
  const all = counted(questions.length);
  const text = fill(shown.length === questions.length ? words.results_all : words.results, { n: counted(shown.length), all });
  $("count").textContent = text;
  $("none").hidden = shown.length > 0;
  list.hidden = !shown.length;
  $("tick-shown").disabled = !shown.length;
  return text;
};

const show = (last) => {
  const filtered = ["q", "sort", "only", ...MANY, ...(state.only ? ["basket"] : [])];
  if (!last || !same(last, filtered)) {
    const text = results();
    if (last) {
      say(text);
    }
  }
  if ($("search").value.trim() !== state.q.trim()) {
    $("search").value = state.q;
  }
  $("sort").value = state.sort in KEYS ? state.sort : "bank";
  showBasket();
  showDetails(last);
};

const filtering = (on) => {
  document.body.classList.toggle("filtering", on);
  $("show-filters").setAttribute("aria-expanded", String(on));
  $("results").inert = on;
  $("details").inert = on;
  (on ? $("hide-filters") : $("show-filters")).focus();
};

const start = () => {
  $("panes").hidden = false;
  $("searching").hidden = false;
  buildFacets();
  measure();
  show(null);
  const at = rows.findIndex((question) => question.id === state.id);
  if (at >= 0) {
    activate(at, false);
  }
  setTimeout(prepare, 200);
};

$("search").addEventListener("input", () => go({ q: $("search").value }));
$("search").addEventListener("keydown", (event) => {
  if ((event.key === "ArrowDown" || event.key === "Enter") && rows.length) {
    event.preventDefault();
    activate(0);
  }
});
$("sort").addEventListener("change", () => go({ sort: $("sort").value }, true));
$("clear-all").addEventListener("click", () => {
  go({ q: "", only: false, ...Object.fromEntries(MANY.map((facet) => [facet, []])) }, true);
  $("search").focus();
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  activate(active);
});
$("show-filters").addEventListener("click", () => filtering(!document.body.classList.contains("filtering")));
$("hide-filters").addEventListener("click", () => filtering(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("filtering")) {
    filtering(false);
  }
});
const resized = () => {
  const before = height;
  measure();
  if (height === before) {
    draw();
  } else {
    showList(rows, state.id);
  }
};
new ResizeObserver(() => {
  if (list.clientHeight) {
    resized();
  }
}).observe(list);
matchMedia("(min-width: 64rem)").addEventListener("change", () => {
  if (document.body.classList.contains("filtering")) {
    filtering(false);
  }
});
start();
