"""What a menu asks for, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callflows import instructions as op
from callflows.words.said import Exits, Said, Words


class Menus(Words):
    """What a menu asks for, in words."""

    def emit_AskMenu(self, do: op.AskMenu) -> Said:
        texts = [*_greetings(do), _asked(do)]
        if do.extensions:
            texts.append(_dialled(do.extensions))
        if do.repeat_key:
            texts.append(_("Key %(key)s repeats it.") % {"key": do.repeat_key})
        for to, text in (
            (do.no_key, _("Without a key it hangs up.")),
            (do.other_key, _("After an unassigned key it hangs up.")),
        ):
            if to is None:
                texts.append(text)
        return " ".join(texts), _exits(do)


def _greetings(do: op.AskMenu) -> list[str]:
    """When which greeting is played, if there are any."""
    frames = dict.fromkeys((w.frame, w.sound.name) for w in do.welcomes)
    told = [
        _("during “%(frame)s” with “%(sound)s”") % {"frame": frame, "sound": sound}
        for frame, sound in frames
    ]
    if do.welcome:
        name = {"sound": do.welcome.name}
        told.append((_("otherwise with “%(sound)s”") if told else "“%(sound)s”") % name)
    return [_("Greet once: %(when)s.") % {"when": ", ".join(told)}] if told else []


def _asked(do: op.AskMenu) -> str:
    asked = _("Play “%(name)s” and wait") if do.prompt else _("Wait")
    seconds = ngettext("%(n)s second", "%(n)s seconds", do.seconds)
    tries = ngettext("%(n)s try", "%(n)s tries", do.tries)
    return _("%(asked)s for a key (%(seconds)s, %(tries)s).") % {
        "asked": asked % {"name": do.prompt.name if do.prompt else ""},
        "seconds": seconds % {"n": do.seconds},
        "tries": tries % {"n": do.tries},
    }


def _dialled(extensions: op.Extensions) -> str:
    if extensions.all:
        return _("Any number of the account may be dialled.")
    return _("Users' extensions may be dialled.")


def _exits(do: op.AskMenu) -> Exits:
    exits = [(_("Key %(key)s:") % {"key": c.key}, c.to) for c in do.cases]
    if do.no_key:
        exits.append((_("No key:"), do.no_key))
    if do.other_key:
        exits.append((_("Another key:"), do.other_key))
    return exits
