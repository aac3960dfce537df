"""What tests of the editor do again and again."""

from playwright.sync_api import Page

PASTE = """([types]) => {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(types)) data.setData(type, text);
  const place = document.querySelector('.cm-content');
  place.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def text_of(page: Page) -> str:
    """What would be saved now."""
    return str(page.evaluate("document.querySelector('textarea[data-editor]').value"))


def empty(page: Page) -> None:
    """Leave the caret in an editor without text."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def write(page: Page, text: str) -> None:
    """Put a text in place of all that is there, as it is."""
    empty(page)
    page.keyboard.insert_text(text)


def paste(page: Page, html: str, plain: str = "") -> None:
    """Paste as from another program."""
    types = {"text/plain": plain, **({"text/html": html} if html else {})}
    page.evaluate(PASTE, [types])
