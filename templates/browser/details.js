// One question: read, proved, and in the formats that others read.
const details = $("details");
const panel = $("panel");
let turn = 0;
let came = false;

const open = (id, focus = false) => {
  came = came || !state.id;
  go({ id }, !state.id);
  if (focus) {
    $("title").focus({ preventScroll: true });
  }
};

const shut = () => {
  const { id } = state;
  if (came && depth > 0) {
    came = false;
    history.back();
  } else {
    go({ id: "" }, true);
  }
  const at = rows.findIndex((question) => question.id === id);
  requestAnimationFrame(() => {
    if (at >= 0) {
      activate(at);
    } else {
      $("search").focus();
    }
  });
};

const sourcePanel = (question, text, { suffix, before, after }) => {
  if (!text) {
    return [make("p", { class: "notice" }, words.no_source)];
  }
  const name = `${question.id}${suffix}`;
  const note = before ? [make("p", { class: "hint-line" }, words.whole_file)] : [];
  const tools = textTools(name, () => wholeSource(before + text + after));
  return [tools, ...note, make("pre", { class: "source", tabindex: "0", role: "group", "aria-label": name }, make("code", {}, shownSource(text)))];
};

const panelOf = async (question, tab) => {
  if (tab === "question" || tab === "proof") {
    const parts = await loadParts(question);
    return tab in parts ? [await withFigures(parts[tab])] : [make("p", { class: "notice" }, words.not_checked)];
  }
  return sourcePanel(question, (await loadSources(question))[tab], bank.formats[tab] || {});
};

const showHead = (question) => {
  const at = rows.indexOf(question);
  $("position").textContent = at < 0 ? "" : fill(words.position, { n: counted(at + 1), all: counted(rows.length) });
  $("previous").disabled = at <= 0;
  $("next").disabled = at < 0 || at === rows.length - 1;
  $("crumbs").textContent = crumbs(valueOf("category", question.category)).join(" › ");
  $("title").textContent = question.name;
  const facts = [nameOf("type", question.type), `${words.points}: ${question.worth}`];
  if (valueOf("difficulty", question.difficulty)) {
    facts.push(nameOf("difficulty", question.difficulty));
  }
  if (valueOf("status", question.status) === "draft") {
    facts.push(nameOf("status", question.status));
  }
  $("facts").replaceChildren(...facts.map((fact) => make("span", {}, fact)), ...badge(question));
  $("tick").checked = state.basket.includes(question.id);
  $("tick-label").textContent = fill(words.tick, { name: question.id });
};

const markTab = tabs(details.querySelector("[role=tablist]"), (tab) => go({ tab }));

const showDetails = async (last) => {
  const question = byId.get(state.id);
  document.body.classList.toggle("reading", Boolean(state.id));
  document.body.classList.toggle("as-student", state.student);
  $("student").checked = state.student;
  $("student-switch").hidden = state.tab !== "question";
  $("nothing").hidden = Boolean(state.id);
  $("opened").hidden = !state.id;
  markTab(state.tab, panel);
  if (!state.id) {
    turn += 1;
    panel.replaceChildren();
    return;
  }
  details.classList.toggle("unknown", !question);
  if (!question) {
    turn += 1;
    for (const id of ["crumbs", "facts", "position"]) {
      $(id).textContent = "";
    }
    $("title").textContent = fill(words.unknown, { name: state.id });
    panel.replaceChildren();
    return;
  }
  showHead(question);
  if (last && last.id === state.id && last.tab === state.tab) {
    if (last.student !== state.student) {
      document.dispatchEvent(new Event("qbank:shown"));
    }
    return;
  }
  const mine = (turn += 1);
  const slow = setTimeout(() => {
    if (mine === turn) {
      panel.replaceChildren(make("p", { class: "notice" }, words.loading));
    }
  }, 300);
  let content;
  try {
    content = await panelOf(question, state.tab);
  } catch (error) {
    content = [make("p", { class: "notice" }, fill(words.missing, { name: error.message }))];
  }
  clearTimeout(slow);
  if (mine === turn) {
    panel.replaceChildren(...content);
    panel.scrollTop = 0;
    details.scrollTop = 0;
    document.dispatchEvent(new Event("qbank:shown"));
  }
};

const step = (by) => {
  const at = rows.findIndex((question) => question.id === state.id);
  if (rows[at + by]) {
    go({ id: rows[at + by].id });
    activate(at + by, false);
  }
};
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("close").addEventListener("click", shut);
$("tick").addEventListener("change", () => ticked(state.id, $("tick").checked));
$("student").addEventListener("change", () => go({ student: $("student").checked }));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.id && !event.defaultPrevented && !document.querySelector("dialog[open]")
      && !document.body.classList.contains("filtering") && event.target.type !== "search") {
    shut();
  }
});
// a form that only shows what students see sends nothing
panel.addEventListener("submit", (event) => event.preventDefault());
