/* htmx notes the page's address in the browser's storage; an address may hold what somebody searched for, so the note goes. */
(function () {
  "use strict";

  function forget() {
    window.sessionStorage.removeItem("htmx-current-path-for-history");
  }

  forget();
  ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"].forEach(function (name) {
    document.addEventListener(name, forget);
  });
})();
