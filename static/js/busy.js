/* data-busy="正在导入…" on a form: its button says so and cannot be pressed twice while the server works. */
(function () {
  "use strict";

  var pressed = [];

  function press(button, words) {
    pressed.push({ button: button, words: button.textContent });
    button.textContent = words;
    button.disabled = true;
  }

  function release() {
    pressed.splice(0).forEach(function (entry) {
      entry.button.textContent = entry.words;
      entry.button.disabled = false;
    });
  }

  document.addEventListener("submit", function (event) {
    var words = event.target.getAttribute("data-busy");
    var button = event.submitter || event.target.querySelector("[type=submit]");
    if (words && button && !event.defaultPrevented) {
      // Only after the browser has read the form: a disabled button does not send its name.
      setTimeout(press, 0, button, words);
    }
  });
  // Coming back with the back button shows the page as it was left.
  window.addEventListener("pageshow", release);
})();
