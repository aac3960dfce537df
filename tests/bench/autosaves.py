"""What the copy of a text costs that the editor sends while somebody types."""

from urllib.parse import urlencode

from tests.bench.load import Line, p50, times

SIZE = 20 * 1024
COPIES = 60


def autosave_p50(port: int, cookie: str, token: str, slug: str) -> float:
    """ms from the request to the answer for a text of 20 KB that has grown by a word each time."""
    line = Line(port, cookie)
    number = iter(range(COPIES))
    text = ("Pull the tab until it clicks. " * (SIZE // 30 + 1))[:SIZE]

    def copy() -> None:
        fields = {
            "csrf_token": token,
            "title": slug,
            "base": 1,
            "body": f"{text} word {next(number)}",
            "draft_seen": 0,
            "draft_writer": "bench",
        }
        status, answer = line.post("/drafts/autosave-bench", urlencode(fields).encode())
        assert status == 200, (status, answer[:500])

    return p50(times(copy, COPIES))
