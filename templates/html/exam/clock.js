// The time that is left of the time planned: it can be hidden and lengthened, and nothing happens when it is over.
const STEP = 10;

const startClock = (kept, keep) => {
  const clock = document.getElementById("clock");
  if (!clock) {
    return;
  }
  const left = document.getElementById("left");
  const hide = document.getElementById("hide");
  kept.began ??= Date.now();
  kept.more ??= 0;
  const show = () => {
    const rest = Math.ceil(bank.minutes + kept.more - (Date.now() - kept.began) / 60_000);
    left.textContent = rest > 0 ? fill(words.minutes_left, { minutes: format.format(rest) }) : words.time_over;
    left.hidden = Boolean(kept.hidden);
    hide.textContent = kept.hidden ? words.show_time : words.hide_time;
  };
  document.getElementById("more").addEventListener("click", () => {
    kept.more += STEP;
    keep();
    show();
  });
  hide.addEventListener("click", () => {
    kept.hidden = !kept.hidden;
    keep();
    show();
  });
  clock.hidden = false;
  show();
  setInterval(show, 10_000);
};
