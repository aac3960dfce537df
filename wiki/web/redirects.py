"""Where a person may be sent on to: only to addresses of this wiki."""

from urllib.parse import urlsplit


def local_target(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this wiki, else `default`.

    A path begins with exactly one slash; browsers read a backslash as a slash and drop tabs and line breaks,
    so none of these may occur.
    """
    if not target or len(target) > 2000 or not target.startswith("/") or target.startswith("//"):
        return default
    if "\\" in target or any(ord(c) <= 32 or ord(c) == 127 for c in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else target
