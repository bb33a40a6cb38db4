// Formulas too wide for the page scroll in a box of their own; the keyboard must reach such a box to scroll it.
const fits = (box) => box.scrollWidth <= box.clientWidth + 1;

const fade = (box) => {
  const rest = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft);
  box.toggleAttribute("data-more", box.classList.contains("scroller") && rest > 1);
};

const adjust = () => {
  for (const span of document.querySelectorAll("span.math")) {
    span.classList.remove("scroller", "wide");
  }
  for (const span of document.querySelectorAll("span.math")) {
    const formula = span.firstElementChild;
    const block = span.parentElement.closest("p, li, div, td, th, dd, h3, h4, h5, h6");
    if (formula && block && block.clientWidth && formula.getBoundingClientRect().width > block.clientWidth + 1
        && !block.closest(".scroller")) {
      span.classList.add("scroller", "wide");
    }
  }
  for (const box of document.querySelectorAll(".scroller, span.math[role]")) {
    box.classList.toggle("fits", fits(box));
    if (!box.classList.contains("scroller") || fits(box)) {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    } else {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", document.body.dataset.scroller);
    }
    fade(box);
  }
};

let waiting = 0;
const later = () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(adjust);
};
addEventListener("resize", later);
document.addEventListener("scroll", (event) => {
  if (event.target instanceof Element && event.target.matches(".scroller")) {
    fade(event.target);
  }
}, { capture: true, passive: true });
document.addEventListener("toggle", later, true);
document.addEventListener("qbank:shown", later);
adjust();
