/**
 * Styles that are computed, set through the element's style object.
 *
 * (Lit's own styleMap writes a style attribute at first, which the portal's
 * Content-Security-Policy refuses.)
 *
 * @example html`<div ${styled({ transform: "translate(3px, 4px)" })}></div>`
 */

import { noChange } from "lit";
import { Directive, directive } from "lit/directive.js";

class Styled extends Directive {
  #before = {};

  render() {
    return noChange;
  }

  update({ element }, [styles]) {
    for (const [name, value] of Object.entries(styles)) {
      if (this.#before[name] !== value) {
        element.style.setProperty(name, value);
      }
    }
    this.#before = styles;
    return noChange;
  }
}

export const styled = directive(Styled);
