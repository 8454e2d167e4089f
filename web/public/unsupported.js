/* For browsers older than the ones we promise: says so, in plain ES5. It runs before the page's module,
   which stays away when it finds the class "unsupported" on <html>. */
(function () {
  "use strict";
  var page = document.documentElement;

  function isCurrent() {
    var script = document.createElement("script");
    if (!("noModule" in script)) return false;
    if (!window.CSS || !CSS.supports || !CSS.supports("height", "1dvh")) return false;
    if (!("findLast" in Array.prototype) || typeof structuredClone !== "function") return false;
    if ("MozAppearance" in page.style) return "canParse" in URL; /* Firefox 115 */
    if (window.chrome) return "MathMLElement" in window; /* Chromium 109 */
    return true; /* Safari 15.4 has findLast and dvh */
  }

  function paragraph(text, language) {
    var node = document.createElement("p");
    node.setAttribute("lang", language);
    node.style.margin = "16px 0 0";
    node.appendChild(document.createTextNode(text));
    return node;
  }

  function show() {
    var main = document.createElement("main");
    var box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.style.cssText =
      "max-width:34em;margin:10vh auto;padding:16px 24px 24px;border-radius:12px;font:18px/1.5 system-ui,Segoe UI,Roboto,Arial,sans-serif;color:#1d2a26;background:#fff";
    var title = document.createElement("h1");
    title.style.fontSize = "24px";
    title.appendChild(document.createTextNode("Trình duyệt này quá cũ để vào lớp"));
    box.appendChild(title);
    box.appendChild(
      paragraph(
        "Hãy cập nhật hoặc mở lại đường liên kết bằng Chrome, Edge, Cốc Cốc từ bản 109, Firefox từ bản 115, hoặc Safari từ bản 15.4 (iPhone: iOS 15.4).",
        "vi"
      )
    );
    box.appendChild(
      paragraph(
        "This browser is too old. Please update it, or open the link in Chrome, Edge or Cốc Cốc 109, Firefox 115 or Safari 15.4 (iOS 15.4) or newer.",
        "en"
      )
    );
    document.body.innerHTML = "";
    main.appendChild(box);
    document.body.appendChild(main);
  }

  if (isCurrent()) return;
  page.className += " unsupported";
  if (document.body && document.readyState !== "loading") show();
  else document.addEventListener("DOMContentLoaded", show);
})();
