/** What the templates promise: icons that exist, and nothing that the CSP refuses. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const ICONS = new Set(JSON.parse(readFileSync(join(ROOT, "static/src/icons.json"))));

const templates = readdirSync(join(ROOT, "templates"), { recursive: true })
  .filter((name) => name.endsWith(".html"))
  .map((name) => ({ name, text: readFileSync(join(ROOT, "templates", name), "utf8") }));

test("every icon that a template names is in icons.json", () => {
  for (const { name, text } of templates) {
    for (const [, icon] of text.matchAll(/partials\/icon\.html" with name="([^"]+)"/g)) {
      assert.ok(ICONS.has(icon), `${name}: icon ${icon}`);
    }
  }
});

test("no template has an inline script, style or handler", () => {
  for (const { name, text } of templates) {
    const html = text.replace(/\{% comment %\}[\s\S]*?\{% endcomment %\}/g, "");
    assert.doesNotMatch(html, /\sstyle=|<style|\son[a-z]+="|hx-on|javascript:/, name);
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
      assert.match(tag, /\ssrc=/, name);
    }
  }
});
