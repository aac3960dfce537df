"""How long a letter takes from the key to the preview, in a real Chromium beside the server."""

import statistics
from shutil import which

from playwright.sync_api import Page, sync_playwright

from tests.chromium import ARGUMENTS

SIZE = 20 * 1024
KEYS = 40
PAUSE = 180  # ms between two keys, as somebody types who is quick at it

# From the key to the frame in which the preview shows something new.
WATCH = """() => {
  const place = document.querySelector('[data-preview-place]');
  let begun = 0;
  window.took = [];
  addEventListener('keydown', () => (begun = performance.now()), true);
  new MutationObserver(() => {
    if (!begun) return;
    const from = begun;
    begun = 0;
    requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - from)));
  }).observe(place, {childList: true, subtree: true, characterData: true});
}"""


def keystroke_p50(port: int, cookie: str, slug: str) -> float:
    """ms from a key to the preview, on a page of 20 KB; the middle of 40 keys, one after the other."""
    path = which("chromium")
    if path is None:
        raise SystemExit("Chromium is not installed: sudo apt-get install chromium")
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=f"http://127.0.0.1:{port}")
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(f"/p/{slug}/edit")
        took = _typed(page)
        browser.close()
    return statistics.median(took)


def _typed(page: Page) -> list[float]:
    body = str(page.evaluate("document.querySelector('textarea[data-editor]').value"))
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text((body * (SIZE // max(len(body), 1) + 1))[:SIZE])
    page.wait_for_timeout(2000)
    page.keyboard.press("Control+Home")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.evaluate(WATCH)
    for number in range(KEYS):
        page.keyboard.press("abcdefgh"[number % 8])
        page.wait_for_timeout(PAUSE)
    page.wait_for_timeout(2000)
    took: list[float] = page.evaluate("window.took")
    assert len(took) >= KEYS // 2, took
    return took
