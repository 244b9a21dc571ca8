/* data-drafts="URL" on a form: what is typed is kept on the server every half minute and on leaving a field.
   data-pulse gives a fresh token after a new sign-in. While the network is away everything stays in the page. */
(function () {
  "use strict";

  var EVERY = 30000;
  var AWAY = "网络不通。填的内容都在这一页，不要关闭；网络恢复后会自动保存。";
  var SIGNED_OUT = "登录已过期。填的内容都在这一页：请在新窗口重新登录，再回到这里点提交。";
  var kept = "";
  var isSending = false;

  function form() {
    return document.querySelector("[data-drafts]");
  }

  function typed(place) {
    var data = new FormData(place);
    data.delete("papers");
    return new URLSearchParams(data);
  }

  function say(words) {
    var place = document.querySelector("[data-saved]");
    if (place) {
      place.textContent = words;
    }
  }

  function offerSignIn() {
    var place = document.querySelector("[data-saved]");
    var link = document.createElement("a");
    link.href = form().getAttribute("data-login");
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "打开登录页";
    place.textContent = SIGNED_OUT;
    place.appendChild(link);
  }

  function isSignIn(address) {
    return new URL(address, location.href).pathname === form().getAttribute("data-login");
  }

  // A new sign-in in another window has changed the token: take the new one.
  function renewToken() {
    return fetch(form().getAttribute("data-pulse"), { headers: { Accept: "application/json" } }).then(function (answer) {
      if (answer.redirected && isSignIn(answer.url)) {
        offerSignIn();
        return false;
      }
      return answer.json().then(function (told) {
        form().elements.csrfmiddlewaretoken.value = told.token;
        return true;
      });
    });
  }

  function post(body) {
    return fetch(form().getAttribute("data-drafts"), { method: "POST", body: body });
  }

  function told(answer, text) {
    if (answer.redirected) {
      offerSignIn();
    } else if (answer.ok) {
      answer.json().then(function (said) {
        kept = text;
        say(said.kept ? "草稿已保存 " + said.at : "");
      });
    }
  }

  function keep() {
    var place = form();
    if (!place || isSending) {
      return;
    }
    var body = typed(place);
    var text = body.toString();
    if (text === kept) {
      return;
    }
    isSending = true;
    post(body)
      .then(function (answer) {
        if (answer.status !== 403) {
          return told(answer, text);
        }
        return renewToken().then(function (renewed) {
          return renewed ? post(typed(form())).then(function (again) { told(again, text); }) : null;
        });
      })
      .catch(function () {
        say(AWAY);
      })
      .then(function () {
        isSending = false;
      });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (form()) {
      kept = typed(form()).toString();
    }
  });
  document.addEventListener("change", function (event) {
    if (form() && form().contains(event.target)) {
      keep();
    }
  });
  window.setInterval(keep, EVERY);
  window.addEventListener("online", keep);
  // A form sent after the sign-in has run out must not give way to the sign-in page.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (form() && isSignIn(event.detail.xhr.responseURL)) {
      event.detail.shouldSwap = false;
      offerSignIn();
    }
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (form() && event.detail.xhr.status === 403) {
      renewToken();
    }
  });
  document.addEventListener("htmx:sendError", function () {
    if (form()) {
      say(AWAY);
    }
  });
})();
