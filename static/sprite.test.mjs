import assert from "node:assert/strict";
import { test } from "node:test";

import { sprite } from "./sprite.mjs";

const PHONE = '<!-- tags: [call] -->\n<svg class="icon"\n  width="24">\n  <path d="M1 1" />\n</svg>\n';

test("each icon becomes one symbol without its wrapper", async () => {
  const text = await sprite(["phone", "phone"], async () => PHONE);
  assert.equal(
    text,
    '<svg xmlns="http://www.w3.org/2000/svg">\n' +
      '<symbol id="icon-phone" viewBox="0 0 24 24"><path d="M1 1" /></symbol>\n' +
      "</svg>\n",
  );
});

test("an icon that does not exist fails the build", async () => {
  const read = async (name) => {
    throw new Error(`no icon ${name}`);
  };
  await assert.rejects(sprite(["nonesuch"], read), /nonesuch/);
});
