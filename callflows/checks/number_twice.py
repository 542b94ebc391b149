"""Numbers that most people take for the same one."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class NumberTwice(Check):
    """No number of the callflow is another one's, written in another way."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        around = subject.around
        others = {
            _digits(number): (number, flow)
            for number, flow in around.numbers.items()
            if flow != subject.own
        }
        for number, flow in around.numbers.items():
            if flow == subject.own and _digits(number) in others:
                other, where = others[_digits(number)]
                values = {"number": number, "other": other}
                values["name"] = around.names.get(where, "?")
                yield Finding("number_twice", (), "", values)


def _digits(number: str) -> str:
    """ "+49301234", "0049301234" and "49301234" are one number to those who dial."""
    return number.removeprefix("+").removeprefix("00")
