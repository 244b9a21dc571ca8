/* data-focus: what must be read first, such as the summary of errors, takes the focus when it appears. */
(function () {
  "use strict";

  function focus() {
    var element = document.querySelector("[data-focus]");
    if (element) {
      element.focus();
    }
  }

  document.addEventListener("DOMContentLoaded", focus);
  document.addEventListener("htmx:afterSwap", focus);
})();
