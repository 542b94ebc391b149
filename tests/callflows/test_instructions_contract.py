"""The instruction set is closed: every back end has all of it, and nothing else."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

import pytest

from callflows.instructions import INSTRUCTIONS
from callflows.simulation import Simulator
from callflows.words import Speaker
from telephony.dialplan.emit import Emitter

BACK_ENDS = [Emitter, Simulator, Speaker]


@pytest.mark.parametrize("back_end", BACK_ENDS, ids=["dialplan", "simulate", "words"])
def test_a_back_end_has_exactly_the_instructions(back_end: type[Any]) -> None:
    methods = {name for name in dir(back_end) if name.startswith("emit_")}
    assert methods == {f"emit_{cls.__name__}" for cls in INSTRUCTIONS}


@pytest.mark.parametrize("cls", INSTRUCTIONS)
def test_an_instruction_is_plain_frozen_data(cls: Any) -> None:
    assert is_dataclass(cls)
    assert cls.__dataclass_params__.frozen
    assert isinstance(cls.leaves, bool)
    assert cls.__doc__
