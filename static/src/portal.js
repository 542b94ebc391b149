/** Every page: the menus of Tabler, and one small file for each data- behaviour. */

import { Alert, Collapse, Dropdown } from "@tabler/core";

import "./behaviours/announce.js";
import "./behaviours/auto_submit.js";
import "./behaviours/confirm.js";
import "./behaviours/copy.js";
import "./behaviours/only_with.js";
import "./behaviours/passkey.js";
import "./behaviours/print.js";
import "./behaviours/record.js";
import "./behaviours/reveal.js";
import "./behaviours/theme_toggle.js";

// The bundle wires [data-bs-toggle] and [data-bs-dismiss] when it is loaded; naming
// the parts says which of them the templates count on.
export { Alert, Collapse, Dropdown };
