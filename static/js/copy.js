/* data-copy: a button that puts the text of [data-copied] on the clipboard; without scripts the text is selected by hand. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-copy]");
    if (button) {
      button.hidden = false;
    }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-copy]")) {
      var text = document.querySelector("[data-copied]");
      text.select();
      document.execCommand("copy");
      event.target.textContent = "已复制";
    }
  });
})();
