"""What is switched by telephone, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows import instructions as op
from callflows.instructions import Feature, Switch
from callflows.words.said import Exits, Said, Words

FEATURES: Mapping[Feature, str | Promise] = {
    Feature.DO_NOT_DISTURB: gettext_lazy("Do not disturb"),
    Feature.FORWARD_ALWAYS: gettext_lazy("Forward all calls"),
    Feature.FORWARD_BUSY: gettext_lazy("Forward when busy"),
    Feature.FORWARD_NO_ANSWER: gettext_lazy("Forward when nobody answers"),
}
_SWITCHED: Mapping[Switch, str | Promise] = {
    Switch.ON: gettext_lazy("Switch on “%(feature)s” of the calling user"),
    Switch.OFF: gettext_lazy("Switch off “%(feature)s” of the calling user"),
    Switch.TOGGLE: gettext_lazy("Toggle “%(feature)s” of the calling user"),
}


class FeatureSwitch(Words):
    """What is switched by telephone, in words."""

    def emit_SwitchFeature(self, do: op.SwitchFeature) -> Said:
        text = str(_SWITCHED[do.switch]) % {"feature": FEATURES[do.feature]}
        asks = do.value is None and do.switch != Switch.OFF
        if asks:
            text += " " + _("(the caller enters the number)")
        elif do.feature != Feature.DO_NOT_DISTURB and do.switch != Switch.OFF:
            text += " " + _("(to %(number)s)") % {"number": do.value}
        exits: Exits = [(_("Then:"), do.done)]
        if asks:
            exits.append((_("No number:"), do.no_number))
        return f"{text}.", [*exits, (_("Caller is no user:"), do.nobody)]
