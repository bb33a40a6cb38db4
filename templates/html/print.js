// A button for those who do not know the browser's own.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
