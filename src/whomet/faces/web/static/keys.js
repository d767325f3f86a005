"use strict";
// What single keys and dropped files do on the pages that say so. A key presses the button or goes to the field that
// names it; a dropped file is put into the page's own form. Nothing else is done here, and nothing is asked for: all of
// it can be done without this file.

const IN_A_FIELD = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])";

document.addEventListener("keydown", (pressed) => {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.isComposing || pressed.repeat) return;
  if (pressed.target.matches(IN_A_FIELD)) {
    if (pressed.key === "Escape") pressed.target.blur();
    return;
  }
  const named = document.querySelector(`[data-key="${CSS.escape(pressed.key.toLowerCase())}"]`);
  if (!named) return;
  pressed.preventDefault();
  if (named.matches(IN_A_FIELD)) {
    named.focus({ preventScroll: true }); // it stands at the lower edge, wherever one reads
    named.select();
  } else {
    named.click();
    named.parentElement.querySelector(":scope[open] > form :is(input, select):not([type=hidden])")?.focus();
  }
});

const zone = document.querySelector("[data-drop]");
if (zone) {
  const chosen = zone.querySelector("input[type=file]");
  const listed = zone.querySelector("[data-chosen]");

  const list = () => {
    const items = [...chosen.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    });
    listed.replaceChildren(...items);
  };

  chosen.addEventListener("change", list);
  for (const over of ["dragenter", "dragover"]) {
    zone.addEventListener(over, (dragged) => {
      dragged.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (dropped) => {
    dropped.preventDefault();
    zone.classList.remove("over");
    const all = new DataTransfer();
    for (const file of [...chosen.files, ...dropped.dataTransfer.files]) all.items.add(file);
    chosen.files = all.files;
    list();
  });
}
