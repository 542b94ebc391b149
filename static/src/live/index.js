/** Pages with a live island load this bundle beside portal.js. */

import "./calls.js";
import "./conference.js";
import "./parked.js";
import "./registrations.js";
