// Things to be moved: by buttons, or by dragging their handles.
const itemsOf = (root) => [...root.querySelectorAll(".order > .item")];

const numberPlaces = (root, known) => {
  const items = itemsOf(root);
  for (const [place, item] of items.entries()) {
    const label = item.querySelector("[data-place-label]");
    if (label) {
      label.textContent = known.labels[place];
    }
    item.querySelector('[data-move="-1"]').disabled = place === 0;
    item.querySelector('[data-move="1"]').disabled = place === items.length - 1;
  }
};

const moved = (root, known, item) => {
  numberPlaces(root, known);
  const items = itemsOf(root);
  const values = { item: item.dataset.name, place: items.indexOf(item) + 1, count: items.length };
  root.querySelector("[data-said]").textContent = fill(words.moved, values);
  root.dispatchEvent(new Event("change", { bubbles: true }));
};

const moveBy = (root, known, button) => {
  const item = button.closest(".item");
  const up = button.dataset.move === "-1";
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other) {
    return;
  }
  (up ? other : item).before(up ? item : other);
  moved(root, known, item);
  const next = button.disabled ? item.querySelector("[data-move]:not(:disabled)") : button;
  next.focus();
};

// Follow the pointer: an item gives way once the pointer is past its middle.
const drag = (root, known, event) => {
  const handle = event.target;
  const item = handle.closest(".item");
  const across = item.parentElement.classList.contains("horizontal");
  handle.setPointerCapture(event.pointerId);
  item.classList.add("dragged");
  const follow = (move) => {
    const over = document.elementFromPoint(move.clientX, move.clientY)?.closest(".item");
    if (!over || over === item || over.parentElement !== item.parentElement) {
      return;
    }
    const box = over.getBoundingClientRect();
    const later = Boolean(item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING);
    const along = across ? (move.clientX - box.left) / box.width : (move.clientY - box.top) / box.height;
    const forwards = across && getComputedStyle(item).direction === "rtl" ? 1 - along : along;
    if (later ? forwards < 0.5 : forwards > 0.5) {
      return;
    }
    // the others move round it: a handle that is moved itself would let go of the pointer
    for (let passed = null; passed !== over;) {
      passed = later ? item.nextElementSibling : item.previousElementSibling;
      item[later ? "before" : "after"](passed);
    }
  };
  const drop = () => {
    handle.removeEventListener("pointermove", follow);
    item.classList.remove("dragged");
    moved(root, known, item);
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("lostpointercapture", drop, { once: true });
};

kinds.order = {
  read: (root) => itemsOf(root).map((item) => Number(item.dataset.item)),
  grade: (answer, known) => {
    const placed = answer.filter((number, place) => number === place + 1).length;
    const followed = answer.filter((number, place) => answer[place + 1] === number + 1).length;
    if (known.scoring === "neighbours") {
      return { fraction: (100 * followed) / (known.count - 1), feedback: [] };
    }
    const fraction = (100 * placed) / known.count;
    return { fraction: known.scoring === "position" || fraction === 100 ? fraction : 0, feedback: [] };
  },
  show: (root, known, answer) => {
    for (const [place, item] of itemsOf(root).entries()) {
      const number = answer[place];
      const next = answer[place + 1];
      const fits = known.scoring === "neighbours" ? next === number + 1 || (!next && number === known.count) : number === place + 1;
      const label = known.scoring === "neighbours" ? "" : `${words.place} ${known.labels[number - 1] || number}`;
      mark(item, fits ? "correct" : "incorrect", fits || !label ? hidden(words[fits ? "correct" : "incorrect"]) : label);
    }
  },
  clear: (root) => unmark(root, ".item"),
  empty: (root, known) => {
    const list = root.querySelector(".order");
    list.append(...starts.get(list));
    numberPlaces(root, known);
    root.querySelector("[data-said]").textContent = "";
  },
  focus: (root) => root.querySelector("[data-move]:not(:disabled)").focus(),
  start: (root, known) => {
    numberPlaces(root, known);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) {
        moveBy(root, known, button);
      }
    });
    root.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.target.closest(".handle")) {
        event.preventDefault();
        drag(root, known, event);
      }
    });
  },
  arranged: numberPlaces,
};
