"""A callflow of almost two hundred modules, for the editor."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

MODULES = 191
_KEYS = "1234567890"


def big_flow() -> dict[str, Any]:
    """A menu that leads to nine others; each of their keys plays two sounds."""
    end = {"module": "play", "data": {}}
    leaf = {"module": "play", "data": {}, "children": {"_": end}}
    menus = [_menu(dict.fromkeys(_KEYS, leaf)) for _ in range(9)]
    return _menu(dict(zip(_KEYS, menus, strict=False)))


def _menu(children: dict[str, Any]) -> dict[str, Any]:
    return {"module": "menu", "data": {}, "children": children}


async def drag_steps(page: Page) -> list[float]:
    """Takes a module and moves it about: milliseconds of script of each of 60 steps."""
    box = await page.locator(".cf-card", has_text="Play").first.bounding_box()
    assert box
    await page.mouse.move(box["x"] + 5, box["y"] + 5)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 30, box["y"] + 20)
    assert await page.locator(".cf-ghost").count() == 1
    steps: list[float] = await page.evaluate(_STEPS)
    await page.keyboard.press("Escape")
    await page.mouse.up()
    return steps


_STEPS = """() => {
  const times = [];
  for (let n = 0; n < 60; n++) {
    const began = performance.now();
    dispatchEvent(new PointerEvent("pointermove", {clientX: 300 + 5 * n, clientY: 350}));
    times.push(performance.now() - began);
  }
  return times;
}"""
