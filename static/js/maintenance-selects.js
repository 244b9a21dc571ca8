/* The maintenance pages' selects that search while one types have no name of their own: give them their label's. */
(function () {
  "use strict";

  function name(select) {
    var shown = select.parentElement.querySelector(".select2-selection__rendered");
    var label = document.querySelector('label[for="' + select.id + '"]');
    if (shown && label) {
      shown.setAttribute("aria-label", label.textContent.trim());
    }
  }

  // Django's own jQuery calls back in order: after the script that draws these selects.
  if (window.django && window.django.jQuery) {
    window.django.jQuery(function () {
      document.querySelectorAll("select.admin-autocomplete").forEach(name);
    });
  }
})();
