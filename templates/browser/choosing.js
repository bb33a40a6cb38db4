// The questions that were picked: how many, and in the words of the file or the command that takes them.
const using = $("using");
let use = "exam";
// as YAML takes it; what is plain stays plain
const quoted = (text) => (/^\p{L}[\p{L}\p{N} ,()_./-]*$/u.test(text) ? text : `'${text.replace(/'/g, "''")}'`);
const bases = () => [...new Set(state.basket.map((id) => byId.get(id).base || id))]; // a variant is named by its question

const texts = {
  exam: () => [
    `title: ${quoted(document.querySelector("h1").textContent.trim())}\nbank: ${quoted(bank.folder)}\nsections:\n  - pick:\n`
      + bases().map((id) => `      - ${id}\n`).join(""),
    "exam.yaml",
  ],
  options: () => [`${bases().map((id) => `--id ${id}`).join(" ")}\n`, "options.txt"],
  ids: () => [`${bases().join("\n")}\n`, "ids.txt"],
};

const markUse = tabs(using.querySelector("[role=tablist]"), (name) => {
  use = name;
  showUse();
});
const showUse = () => {
  const [text, name] = texts[use]();
  markUse(use, $("using-panel"));
  $("using-panel").replaceChildren(textTools(name, () => text), make("pre", { class: "source" }, make("code", {}, text)));
};

const summary = () => {
  const total = state.basket.reduce((sum, id) => sum + byId.get(id).points, 0);
  const points = Math.round(total * 1e6) / 1e6;
  return [fill(words.chosen, { n: counted(state.basket.length) }), `${words.points}: ${counted(points)}`].join(" · ");
};

const showBasket = () => {
  const some = state.basket.length > 0;
  $("chosen").textContent = some ? summary() : "";
  $("only").setAttribute("aria-pressed", String(state.only));
  $("basket-head").hidden = !some;
  $("clear-basket").hidden = !some;
  $("only").hidden = !some && !state.only;
  brush();
};

$("tick-shown").addEventListener("click", () => {
  go({ basket: [...new Set([...state.basket, ...rows.map((question) => question.id)])] });
  say(summary());
});
$("only").addEventListener("click", () => go({ only: !state.only }, true));
$("clear-basket").addEventListener("click", () => {
  go({ basket: [], only: false }, true);
  $("tick-shown").focus();
});
$("use").addEventListener("click", () => {
  $("using-chosen").textContent = summary();
  showUse();
  using.showModal();
});
$("using-close").addEventListener("click", () => using.close());
using.addEventListener("click", (event) => {
  if (event.target === using) {
    using.close();
  }
});
