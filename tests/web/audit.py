"""What is wrong with a page for a reader who hears it, goes through it by keys, or holds it in one hand?

axe-core (MPL-2.0, a tool of those who build, no part of the site) looks at roles, names, contrast and order; what it
does not look at is measured here in the browser: width, size of letters, and whether keys reach everything in sight of
the reader. Both are evaluated from outside, past no policy: the site's own stays in force while the page is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

GRAVE = ("serious", "critical")
# What stands behind a summary is judged too: it is one key away.
_UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
_AXE = "axe.run(document, { preload: false, resultTypes: ['violations'] }).then(found => found.violations)"
_WIDE = "document.documentElement.scrollWidth - innerWidth"
_GROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
# 0 pixels: words for a screen reader beside a drawn sign.
_SMALL = """[...document.querySelectorAll('body *')].filter(node => {
  const words = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
  const size = parseFloat(getComputedStyle(node).fontSize);
  return words && size > 0 && size < 13 && node.checkVisibility();
}).map(node => node.outerHTML.slice(0, 120))"""
_ACTIVE = "'a[href], area[href], button, input, select, textarea, summary, [tabindex], [contenteditable]'"
# What can be used but not with the Tab key, and what says nothing of itself when the key has come there. A change of paint
# counts wherever an author may have put it: on the element, what it holds, what holds it, its label or its neighbour.
_KEYS = f"""() => {{
  const usable = [...document.querySelectorAll({_ACTIVE})].filter(one =>
    one.checkVisibility({{ visibilityProperty: true }}) && !one.disabled && one.type !== 'hidden' && !one.closest('[inert], [aria-hidden=true]'));
  const paint = one => {{
    const near = [one, one.parentElement, one.parentElement?.parentElement, one.nextElementSibling,
      ...[...(one.labels ?? [])], ...[...one.querySelectorAll('*')].slice(0, 8)].filter(Boolean);
    return near.map(node => {{
      const s = getComputedStyle(node);
      return [s.outlineStyle === 'none' ? '' : s.outline, s.boxShadow, s.border, s.backgroundColor, s.color, s.fill, s.stroke, s.strokeWidth, s.opacity].join();
    }}).join('|');
  }};
  const told = one => one.outerHTML.slice(0, 120);
  const faults = [];
  for (const one of usable) {{
    if (one.tabIndex > 0) faults.push('jumps the queue: ' + told(one));
    if (one.tabIndex < 0) {{
      if (one.matches('a[href], button, input, select, textarea, summary')) faults.push('no key comes to: ' + told(one));
      continue;
    }}
    const before = paint(one);
    one.focus({{ preventScroll: true }});
    if (document.activeElement !== one) faults.push('takes no focus: ' + told(one));
    else if (paint(one) === before) faults.push('focus is not seen: ' + told(one));
    one.blur();
  }}
  return faults;
}}"""
# Which of them the Tab key came to, and which of those it came to lay where nobody saw it.
_FOLLOW = """window.met = new Set(); window.unseen = [];
addEventListener('focusin', event => {
  const one = event.target, box = one.getBoundingClientRect();
  window.met.add(one);
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) window.unseen.push(one.outerHTML.slice(0, 120));
});"""
_PASSED = f"""() => [...document.querySelectorAll({_ACTIVE})].filter(one => {{
  if (window.met.has(one) || one.tabIndex < 0 || one.disabled || !one.checkVisibility({{ visibilityProperty: true }})) return false;
  const peers = one.type === 'radio' ? [...document.getElementsByName(one.name)] : [];
  return !peers.some(peer => window.met.has(peer));
}}).map(one => one.outerHTML.slice(0, 120))"""
# What the browser would report to a policy's author.
_REPORTS = """window.reports = [];
addEventListener('securitypolicyviolation', event => window.reports.push(`${event.violatedDirective} ${event.blockedURI}`));"""


@dataclass
class Auditor:
    """A window, what went wrong in it and whom it asked beside the site."""

    context: BrowserContext
    home: str
    dark: bool
    page: Page = field(init=False)
    errors: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(_REPORTS)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.context.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.home:
            self.abroad.append(address)

    def faults(self, path: str) -> list[str]:
        """What is wrong with the page at this path of the site: nothing, or lines to mend it by."""
        self.errors.clear()
        self.abroad.clear()
        answer = self.page.goto(self.home + path)
        assert answer is not None
        # the browser itself says so of a page that is gone or unknown
        known = f"status of {answer.status} "
        found = [f"console: {error}" for error in self.errors if answer.ok or known not in error]
        found += [f"abroad: {address}" for address in self.abroad]
        found += [f"policy: {report}" for report in self.page.evaluate("window.reports")]
        found += _measured(self.page)
        if (max(self.page.evaluate(_GROUND)) < 40) != self.dark:
            found.append("has the colours of the other theme")
        found += violations(self.page)
        return [f"{path}: {fault}" for fault in found]


def _measured(page: Page) -> list[str]:
    wide = page.evaluate(_WIDE)
    found = [f"wider than the screen by {wide} px"] if wide > 0 else []
    found += [f"letters under 13 px: {told}" for told in page.evaluate(_SMALL)]
    return found + list(page.evaluate(_KEYS))


def violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical on this page, every fold of it open."""
    page.evaluate(_UNFOLD)
    page.evaluate(AXE_SCRIPT)
    told: list[dict[str, Any]] = page.evaluate(_AXE)
    return [_said(one) for one in told if one["impact"] in GRAVE]


def _said(violation: dict[str, Any]) -> str:
    first = violation["nodes"][0]
    why = " ".join(first["failureSummary"].split())
    return f"axe: {violation['impact']} {violation['id']} ×{len(violation['nodes'])} {first['html'][:160]} | {why[:400]}"


def passed_over(page: Page, *, most: int = 600) -> list[str]:
    """What the Tab key, pressed from the top of the page to its end, never came to, or came to out of sight."""
    page.evaluate(_FOLLOW)
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    else:
        return [f"the Tab key did not come to the end in {most} steps"]
    return [*page.evaluate(_PASSED), *(f"out of sight: {told}" for told in page.evaluate("window.unseen"))]
