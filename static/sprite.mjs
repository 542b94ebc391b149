/** Makes one SVG sprite of many icons. */

/**
 * @param {string[]} names icon names; the symbol of `phone` has the id `icon-phone`
 * @param {(name: string) => Promise<string>} read the icon's own SVG text
 * @returns {Promise<string>} the sprite; rejects when an icon does not exist
 */
export async function sprite(names, read) {
  const unique = [...new Set(names)].sort();
  const symbols = await Promise.all(
    unique.map(async (name) => symbol(name, await read(name))),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

/** The drawing of one icon without its <svg> wrapper, as a <symbol>. */
function symbol(name, svg) {
  const drawing = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="icon-${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}
