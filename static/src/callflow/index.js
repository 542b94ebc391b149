/** The page of the callflow editor loads this bundle beside portal.js. */

import "./editor.js";
