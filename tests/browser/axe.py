"""Whether a page can be used by everybody, as far as a machine can tell: axe-core."""

from __future__ import annotations

from playwright.async_api import Page

from tests.support.servers import ROOT

SCRIPT = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def violations(page: Page) -> list[str]:
    """What of WCAG 2.2 AA the page breaks: rule and element; nothing if all is well."""
    # Evaluated, not added to the page: its Content-Security-Policy holds here, too.
    await page.evaluate(SCRIPT.read_text())
    found: list[str] = await page.evaluate(
        """async (rules) => {
          const { violations } = await axe.run(document, { runOnly: rules });
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, html, failureSummary }) =>
              `${id} ${target.join(" ")} ${html} ${failureSummary.replace(/\\s+/g, " ")}`));
        }""",
        RULES,
    )
    return found
