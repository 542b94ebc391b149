"""How numbers are dialled, and what class of call they are."""

from __future__ import annotations

import pytest

from callflows.outside_lines import CarrierInfo, OutsideInfo, judge
from callflows.public_numbers import CallClass, countries, is_e164, plan


@pytest.mark.parametrize(
    ("country", "dialled", "e164", "cls"),
    [
        ("US", "6045550199", "16045550199", CallClass.NATIONAL),
        ("US", "16045550199", "16045550199", CallClass.NATIONAL),
        ("US", "+16045550199", "16045550199", CallClass.NATIONAL),
        ("US", "18005550199", "18005550199", CallClass.TOLL_FREE),
        ("US", "9005550199", "19005550199", CallClass.PREMIUM),
        ("US", "8765550199", "18765550199", CallClass.CARIBBEAN),
        ("US", "01144207946000", "44207946000", CallClass.INTERNATIONAL),
        ("US", "011881612345678", "881612345678", CallClass.PREMIUM),
        ("JM", "8765550199", "18765550199", CallClass.NATIONAL),
        ("JM", "16045550199", "16045550199", CallClass.INTERNATIONAL),
        ("GB", "02079460000", "442079460000", CallClass.NATIONAL),
        ("GB", "0016045550199", "16045550199", CallClass.INTERNATIONAL),
        ("GB", "08081570192", "448081570192", CallClass.TOLL_FREE),
        ("GB", "09012345678", "449012345678", CallClass.PREMIUM),
        ("IT", "0612345678", "390612345678", CallClass.NATIONAL),
        ("ES", "912345678", "34912345678", CallClass.NATIONAL),
    ],
)
def test_a_number_as_it_is_dialled(
    country: str, dialled: str, e164: str, cls: CallClass
) -> None:
    there = plan(country)
    assert there.e164(dialled) == e164
    assert there.classify(e164) == cls


@pytest.mark.parametrize(
    "dialled", ["", "1001", "5550199", "911", "*97", "1" * 17, "+0123456789", "2#", "+"]
)
def test_what_is_no_public_number(dialled: str) -> None:
    assert plan("US").e164(dialled) == ""


def test_emergency_numbers_are_the_country_s() -> None:
    assert plan("US").emergency == ("112", "911")
    assert plan("GB").emergency == ("112", "999")
    assert all(plan(country).emergency for country, _ in countries())


def test_an_unknown_country() -> None:
    with pytest.raises(KeyError):
        plan("XX")


def test_what_is_denied_has_no_way() -> None:
    canada = plan("CA")
    carriers = (
        CarrierInfo("West", "carrier-1", canada, ("1604",)),
        CarrierInfo("Rest", "carrier-2", canada),
    )
    above = (CarrierInfo("Platform", "carrier-3", canada),)
    outside = OutsideInfo(canada, carriers=carriers, above=above)

    def ways(number: str) -> list[str]:
        return [carrier.name for carrier in judge(outside, number).ways]

    assert ways("6045550199") == ["West", "Rest", "Platform"]
    assert ways("4165550199") == ["Rest", "Platform"]
    assert ways("8765550199") == []
    assert not judge(outside, "8765550199").allowed
    assert not judge(outside, "1001").e164


@pytest.mark.parametrize(
    ("text", "fits"), [("16045550199", True), ("+1604", False), ("0123456789", False)]
)
def test_e164(text: str, fits: bool) -> None:
    assert is_e164(text) == fits
