"""Makes the search index of a wiki anew in a process of its own: `python -m tests.bench.search.filling DATA`.

The last line printed says how many pages that were, in how many seconds, and the most memory it took in MB.
"""

import json
import resource
import sys
import time
from pathlib import Path

from tests.bench.server import settings_for
from wiki.app import create_wiki
from wiki.search.drain import rebuild
from wiki.search.engines import engine_of


def main(data: str) -> None:
    wiki = create_wiki(settings_for(Path(data)))
    began = time.perf_counter()
    pages = rebuild(wiki, lambda done, everything: None)
    seconds = time.perf_counter() - began
    engine_of(wiki).close()
    wiki.database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": pages, "seconds": seconds, "peak_mb": peak}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
