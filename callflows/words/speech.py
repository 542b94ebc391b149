"""What the system's own voice says, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows import instructions as op
from callflows.instructions import Spoken
from callflows.prompt_languages import LANGUAGES
from callflows.words.said import Said, Words

_SAYS: Mapping[Spoken, str | Promise] = {
    Spoken.DIGITS: gettext_lazy("Say “%(value)s” digit by digit."),
    Spoken.NUMBER: gettext_lazy("Say “%(value)s” as a number."),
    Spoken.LETTERS: gettext_lazy("Say “%(value)s” letter by letter."),
    Spoken.DATE: gettext_lazy("Say the date (%(zone)s)."),
    Spoken.TIME: gettext_lazy("Say the time (%(zone)s)."),
}


class Speech(Words):
    """What the system's own voice says, in words."""

    def emit_SetLanguage(self, do: op.SetLanguage) -> Said:
        language = {"language": LANGUAGES[do.language]}
        return _("Speak %(language)s from here on.") % language, []

    def emit_Say(self, do: op.Say) -> Said:
        values = {"value": do.variable or do.value, "zone": do.timezone}
        return str(_SAYS[do.what]) % values, []
