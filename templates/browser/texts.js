// Small pieces of the page.
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== null) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
};

const crumbs = (category) => category.replace(/\/\//g, "\0").split("/").map((part) => part.replace(/\0/g, "/"));

let saying = 0;
// Tell those who hear the page: once things have come to rest, not on every key.
const say = (text, place = "said") => {
  clearTimeout(saying);
  saying = setTimeout(() => {
    $(place).textContent = text;
  }, 700);
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "vh", "aria-hidden": "true" });
    area.value = text;
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

const download = (name, text) => {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

// Two buttons for a text; where it lies is asked when they are pressed, for it may be long.
const textTools = (name, text) => {
  const copying = make("button", { type: "button", class: "small" }, words.copy);
  copying.addEventListener("click", async () => {
    await copy(text());
    copying.textContent = words.copied;
    say(words.copied, "done");
    setTimeout(() => {
      copying.textContent = words.copy;
      $("done").textContent = "";
    }, 2500);
  });
  const saving = make("button", { type: "button", class: "small", onclick: () => download(name, text()) }, words.download);
  return make("p", { class: "text-tools" }, copying, saving);
};

// Tabs as the ARIA practices have them: arrows move, the one shown is in the order of focus.
const tabs = (list, choose) => {
  const all = [...list.querySelectorAll("[role=tab]")];
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) {
      choose(tab.dataset.tab);
    }
  });
  list.addEventListener("keydown", (event) => {
    const live = all.filter((tab) => !tab.hidden);
    const at = live.indexOf(document.activeElement);
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * (forward === "ArrowRight" ? 1 : -1);
    const to = event.key === "Home" ? 0 : event.key === "End" ? live.length - 1 : (at + step + live.length) % live.length;
    if (at >= 0 && live[to]) {
      event.preventDefault();
      live[to].focus();
      choose(live[to].dataset.tab);
    }
  });
  return (name, panel) => {
    for (const tab of all) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) {
        tab.scrollIntoView({ block: "nearest", inline: "nearest" });
        panel.setAttribute("aria-labelledby", tab.id);
      }
    }
  };
};
