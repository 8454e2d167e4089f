// What all pages have in common stands here once; a page's own file (web/*.html) has its title and its module.
const HEAD = `
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#faf7f2">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131917">
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <script src="/unsupported.js" defer></script>`;
const BODY = `
    <div id="app"></div>
    <noscript>
      <p lang="vi">Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại trang.</p>
      <p lang="en">This page needs JavaScript. Please turn it on in the browser and reload.</p>
    </noscript>
  `;

/**
 * The whole document of a page's file. Throws when the file is not as expected.
 * @param {string} page
 * @returns {string}
 */
export function wholePage(page) {
  const [before, head, body] = page.split(/(?<=<head>)|(?<=<body>)/);
  if (before === undefined || head === undefined || body === undefined || !body.startsWith("</body>"))
    throw new Error("a page has one <head> and an empty <body>");
  return before + HEAD + head + BODY + body;
}

/** @returns {import("vite").Plugin} */
export function commonHead() {
  return { name: "bucgiang-head", transformIndexHtml: { order: "pre", handler: wholePage } };
}
