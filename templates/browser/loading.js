// Questions come in files beside the page. Scripts are all that a page from disk may load, so each file is one.
const HELD = 24;
const held = new Map();
const waiting = new Map();

window.qbankTake = (kind, number, content) => {
  const name = `data/${kind}-${number}.js`;
  held.set(name, content);
  if (held.size > HELD) {
    held.delete(held.keys().next().value);
  }
};

const load = (kind, number) => {
  const name = `data/${kind}-${number}.js`;
  if (held.has(name)) {
    const content = held.get(name);
    held.delete(name);
    held.set(name, content); // the last one used goes last
    return Promise.resolve(content);
  }
  if (!waiting.has(name)) {
    waiting.set(name, new Promise((resolve, reject) => {
      const script = make("script", { src: name });
      const done = (finish) => () => {
        waiting.delete(name);
        script.remove();
        finish();
      };
      script.onload = done(() => (held.has(name) ? resolve(held.get(name)) : reject(new Error(name))));
      script.onerror = done(() => reject(new Error(name)));
      document.head.append(script);
    }));
  }
  return waiting.get(name);
};

const chunkOf = (question) => Math.floor(question.index / bank.chunk);

// Figures stand once, each in a file of its own.
const withFigures = async (html) => {
  const template = make("template");
  template.innerHTML = html;
  const images = [...template.content.querySelectorAll('img[src^="figure:"]')];
  for (const image of images) {
    image.src = await load("f", Number(image.getAttribute("src").slice(7)));
  }
  return template.content;
};

const loadParts = async (question) => {
  const { formulas, entries } = await load("q", chunkOf(question));
  const parts = {};
  for (const [name, html] of Object.entries(entries[question.id])) {
    parts[name] = html.replace(/<math (\d+)>/g, (whole, number) => formulas[number]);
  }
  return parts;
};

const loadSources = async (question) => {
  const sources = (await load("s", chunkOf(question)))[question.id];
  for (const text of Object.values(sources)) {
    for (const [, number] of text.matchAll(/\u0001figure:(\d+)\u0001/g)) {
      await load("f", Number(number));
    }
  }
  return sources;
};

const figureData = (number) => held.get(`data/f-${number}.js`).split(",")[1];
// A source as it is, and as it is shown: without the data of figures.
const wholeSource = (text) => text.replace(/\u0001figure:(\d+)\u0001/g, (whole, number) => figureData(number));
const shownSource = (text) => text.replace(/\u0001figure:(\d+)\u0001/g, "…");
