/**
 * Builds static/src into static/dist: `npm run build`.
 *
 * One bundle an entry point, so that a page loads only what it needs:
 *   theme.js   before the first paint, in <head>
 *   portal.js  every page: Tabler's menus and the data- behaviours
 *   callflow.js  the callflow editor
 *   live.js    pages with a live island
 *   portal.css with the font files beside it
 *   icons.svg  one <symbol> for each name in static/src/icons.json
 */

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { sprite } from "./sprite.mjs";

const SRC = fileURLToPath(new URL("src/", import.meta.url));
const DIST = fileURLToPath(new URL("dist/", import.meta.url));
const iconFile = (name) =>
  new URL(import.meta.resolve(`@tabler/icons/outline/${name}.svg`));

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });

const { warnings } = await build({
  absWorkingDir: SRC,
  entryPoints: [
    { in: "theme.js", out: "theme" },
    { in: "portal.js", out: "portal" },
    { in: "callflow/index.js", out: "callflow" },
    { in: "live/index.js", out: "live" },
    { in: "styles/portal.css", out: "portal" },
  ],
  outdir: DIST,
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  bundle: true,
  minify: true,
  sourcemap: true,
  target: ["es2022", "chrome120", "firefox121", "safari17.5"],
  legalComments: "linked",
  logLevel: "warning",
});
if (warnings.length) {
  process.exit(1);
}

const names = JSON.parse(await readFile(`${SRC}icons.json`, "utf8"));
const read = (name) => readFile(iconFile(name), "utf8");
await writeFile(`${DIST}icons.svg`, await sprite(names, read));
