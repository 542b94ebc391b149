"""What a caller is asked for, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callflows import instructions as op
from callflows.words.said import Said, Words


class Keys(Words):
    """What a caller is asked for, in words."""

    def emit_Gather(self, do: op.Gather) -> Said:
        asked = _("Play “%(name)s” and wait") if do.prompt else _("Wait")
        name = {"name": do.prompt.name if do.prompt else ""}
        seconds = ngettext("%(n)s second", "%(n)s seconds", do.seconds)
        tries = ngettext("%(n)s try", "%(n)s tries", do.tries)
        text = _("%(asked)s for a key (%(seconds)s, %(tries)s).") % {
            "asked": asked % name,
            "seconds": seconds % {"n": do.seconds},
            "tries": tries % {"n": do.tries},
        }
        exits = [(_("Key %(key)s:") % {"key": c.key}, c.to) for c in do.cases]
        exits.append((_("No key:"), do.no_key))
        exits.append((_("Another key:"), do.other_key))
        return text, exits
