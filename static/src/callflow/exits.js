/**
 * The exits of a module as an editor shows them.
 *
 * The portal knows them for sure, once it has looked at the document; until its answer
 * is there (and while settings are not valid) the module's card says what it can.
 */

/** The exits that a module's card and settings give: `[{key, label, optional}]`. */
export function exitsOf(node, card, told = null) {
  const known = told ?? (card ? fromCard(node, card) : []);
  const keys = new Set(known.map((exit) => exit.key));
  const used = Object.keys(node.children)
    .filter((key) => !keys.has(key))
    .map((key) => ({ key, label: key, optional: false, unknown: Boolean(card) }));
  return [...known, ...used];
}

function fromCard(node, card) {
  const values = card.exits_from ? node.data[card.exits_from] : [];
  const own = (Array.isArray(values) ? values : [])
    .filter((value) => typeof value === "string")
    .map((value) => ({ key: value, label: value, optional: false }));
  return [...own, ...card.exits];
}

/**
 * What is drawn of the exits: all that are in use or expected, and one place for the
 * optional ones that are empty (the keys of a menu that nobody offers).
 *
 * @returns {{shown: object[], more: object[]}}
 */
export function slots(node, exits) {
  const empty = (exit) => exit.optional && !(exit.key in node.children);
  return { shown: exits.filter((exit) => !empty(exit)), more: exits.filter(empty) };
}
