// A word or a few: trimmed, composed alike, letters folded unless capitals matter.
// Upper case and back folds ß, ſ and the like, as Unicode's case folding does.
const folded = (text, known) => {
  const composed = text.normalize("NFC");
  return known.caseSensitive ? composed : composed.toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFC");
};

// Tell whether the text is the pieces in their order, with anything between them.
const consistsOf = (text, pieces) => {
  const [first, ...rest] = pieces;
  if (!rest.length) {
    return text === first.trim();
  }
  const last = rest.pop();
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) {
      return false;
    }
    at = found + piece.length;
  }
  return at <= text.length - last.length;
};

kinds.text = {
  ...kinds.number,
  grade: (answer, known) => {
    const text = folded(answer.trim(), known);
    const fits = (each) => consistsOf(text, each.pieces.map((piece) => folded(piece, known)));
    const index = known.answers.findIndex(fits);
    return index < 0 ? { fraction: 0, feedback: [] } : { fraction: known.answers[index].fraction, feedback: [index + 1] };
  },
};
