"""What a simulated caller switches."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Feature, Switch, To
from callflows.simulation.call import Call
from callflows.words.feature import FEATURES

_SPOKEN = {
    Feature.DO_NOT_DISTURB: "do-not-disturb",
    Feature.FORWARD_ALWAYS: "call-fwd-unconditional",
    Feature.FORWARD_BUSY: "call-fwd-on-busy",
    Feature.FORWARD_NO_ANSWER: "call-fwd-no-ans",
}


class FeatureSwitch(Call):
    """What a simulated caller switches."""

    def emit_SwitchFeature(self, do: op.SwitchFeature) -> To:
        user = self.scenario.calling_user
        name = {"feature": FEATURES[do.feature]}
        if not user:
            self.say(_("The caller is no user: “%(feature)s” stays as it is.") % name)
            return do.nobody
        was = self.state(user, do.feature)
        off = do.switch == Switch.OFF or (do.switch == Switch.TOGGLE and bool(was))
        value = "" if off else self._value(do)
        if not off and not value:
            self.say(_("The caller enters no number."))
            return do.no_number
        self.states.setdefault(user, {})[do.feature] = value
        self.hears_prompts(_SPOKEN[do.feature], "de-activated" if off else "activated")
        if off:
            self.say(_("“%(feature)s” of the caller is off now.") % name)
        else:
            self.say(_("“%(feature)s” of the caller is on now.") % name)
        return do.done

    def _value(self, do: op.SwitchFeature) -> str:
        if do.value is not None:
            return do.value
        self.hears_prompts("vm-enter-num-to-call")
        return self.enter_number(do.seconds)
