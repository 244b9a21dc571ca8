/* data-shortcut="/": that key puts the cursor into the field, unless something is being typed. */
(function () {
  "use strict";

  function isTyping(element) {
    return /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) || element.isContentEditable;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    var field = document.querySelector('[data-shortcut="' + CSS.escape(event.key) + '"]');
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
})();
