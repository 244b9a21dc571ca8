/* data-failure: the live region that says so when a click could not reach the server or was refused. */
(function () {
  "use strict";

  var UNREACHED = "没有连上服务器。请检查网络，然后再试一次。";
  var REFUSED = "服务器没有接受这次操作。请刷新页面，然后再试一次。";
  var SIGNED_OUT = "登录已过期或无权操作。请刷新页面，重新登录后再试。";

  function say(sentence) {
    var region = document.querySelector("[data-failure]");
    region.textContent = sentence;
    region.hidden = !sentence;
  }

  document.addEventListener("htmx:sendError", function () {
    say(UNREACHED);
  });
  document.addEventListener("htmx:timeout", function () {
    say(UNREACHED);
  });
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    say(status === 401 || status === 403 ? SIGNED_OUT : REFUSED);
  });
  document.addEventListener("htmx:afterSwap", function () {
    say("");
  });
})();
