"""The statement that answers a question: one for the pages of a result, why they are there, and all counts.

BM25F (S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009), with frequencies
in steps, so that the index answers alone; weighed by coverage, signals and, for the best, nearness. Rareness is
counted among what the seeker may read, and no length is compared with others': the order tells nothing of the rest.
"""

from math import log

from wiki.search.engine import Sort
from wiki.search.postgres.asking import READABLE, ROW_READABLE

K1 = 1.2
TAGS = 1.5
TITLE_SHORT, TITLE_LONG = 6.0, 2.0
"""Weight of a word in the title: in questions of one or two words, and of many."""
COVERAGE = 1.5
RERANKED = 100
"""So many of the best are looked at more closely: do the words stand side by side?"""
NEARNESS = 0.5
EXACT_TITLE = 1e6
SIGNAL, MOST_LIFT = 0.05, 0.15
"""What one signal counts at most, and all together."""
HALF_LIFE_DAYS = 180
MOST_VALUES = 1000
"""So many values of a facet are counted out."""


def _float(number: float) -> str:
    """PostgreSQL takes 1.5 for a numeric, with which everything would be fifty times slower."""
    return f"CAST({number} AS float8)"


_FRESH = f"exp(CAST(greatest(CAST(:today AS int) - p.changed, 0) AS float8) * {_float(-log(2) / HALF_LIFE_DAYS)})"
_LIFT = f"1 + least({_float(SIGNAL)} * (p.lift + {_FRESH}), {_float(MOST_LIFT)})"
_TITLED = f"value / ({_float(0.7)} + {_float(0.05)} * title_words)"

_FIELDS = f"""max(CASE place WHEN 2 THEN {_TITLED} ELSE 0 END) AS in_title,
      max(CASE place WHEN 1 THEN value ELSE 0 END) AS in_tags,
      max(CASE WHEN place = 0 AND part = '' THEN value ELSE 0 END) AS in_body,
      max(CASE WHEN place = 0 AND part <> '' THEN value ELSE 0 END) AS in_parts"""

_ROW = "e.page_id, e.part, e.title_words, a.word, a.place, a.value"

# Words lie apart from their row, packed; to unpack them takes longer than all that is then asked of them. The index
# can't tell their order, so rows with these words are unpacked once for all phrases, which setweight does.
_IN_ORDER = f"""UNION ALL
      SELECT {_ROW} FROM (
        SELECT e.page_id, e.part, e.title_words, setweight(e.words, 'D') AS words
        FROM search_entry e WHERE e.words @@ CAST(:among_rows AS tsquery) AND {ROW_READABLE} OFFSET 0
      ) e CROSS JOIN LATERAL (
        SELECT a.word, a.place, a.value FROM asked a WHERE a.ranks AND a.in_order AND e.words @@ a.query OFFSET 0
      ) a"""

_HITS = f"""
asked AS MATERIALIZED (
  SELECT word, ranks, in_order, place, value, CAST(query AS tsquery) AS query
  FROM unnest(CAST(:word AS int[]), CAST(:ranks AS bool[]), CAST(:in_order AS bool[]), CAST(:place AS int[]),
    CAST(:value AS float8[]), CAST(:query AS text[])) AS a(word, ranks, in_order, place, value, query)
),
hit AS MATERIALIZED (
  SELECT page_id, word, CAST(:title AS float8) * in_title + {_float(TAGS)} * in_tags
    + greatest(in_body, {_float(0.8)} * in_parts) AS x, in_title, in_tags, in_body, in_parts
  FROM (
    SELECT page_id, word, {_FIELDS}
    FROM (
      SELECT {_ROW} FROM asked a JOIN search_entry e ON e.words @@ a.query
      WHERE a.ranks AND NOT a.in_order AND {ROW_READABLE}
      %(in_order)s
    ) r
    GROUP BY page_id, word
  ) found
),
rare AS MATERIALIZED (
  SELECT a.word, count(h.word) AS pages,
    ln(1 + (greatest(CAST(:among AS float8) - count(h.word), 0) + 0.5) / (CAST(count(h.word) AS float8) + 0.5))
      AS rareness
  FROM (SELECT DISTINCT word FROM asked WHERE ranks) a LEFT JOIN hit h ON h.word = a.word
  GROUP BY a.word
),
scored AS (
  SELECT w.page_id, sum(r.rareness * w.x * {_float(K1 + 1)} / (w.x + {_float(K1)}))
    * power(sum(r.rareness) / (SELECT sum(rareness) FROM rare), {COVERAGE}) AS score,
    array_agg(w.word) AS has
  FROM hit w JOIN rare r ON r.word = w.word
  GROUP BY w.page_id
)"""

_PAGES = f"""
page AS MATERIALIZED (
  SELECT p.page_id, p.type, p.space_id, p.year, p.tag_keys AS tags, p.people, p.changed, p.revision_id,
    p.sort_key, p.signals,
    {_FRESH} AS fresh,
    :name <> '' AND p.name = :name AS exact,
    coalesce(s.score, 0) * ({_LIFT}) AS score
  FROM search_entry p %(join)s JOIN scored s ON s.page_id = p.page_id
  WHERE p.part = '' AND p.piece = 0 AND {READABLE.format(e="p")} AND (%(condition)s)
)"""

_BEST = """
best AS MATERIALIZED (
  SELECT b.page_id, b.exact, b.changed, b.revision_id, b.sort_key, b.signals, b.fresh, b.score,
    b.place <= CAST(:reranked AS int) AS close,
    CASE WHEN b.place <= CAST(:reranked AS int) AND :near_any <> '' THEN (
      SELECT max(CASE WHEN e.words @@ CAST(:near_any AS tsquery)
        THEN CASE WHEN e.words @@ CAST(:near_all AS tsquery) THEN 1.0 ELSE 0.5 END ELSE 0 END)
      FROM search_entry e WHERE e.page_id = b.page_id AND e.part = '')
    ELSE 0 END AS near
  FROM (
    SELECT *, row_number() OVER (ORDER BY %(order)s) AS place FROM page ORDER BY %(order)s LIMIT CAST(:looked_at AS int)
  ) b
),
shown AS MATERIALIZED (
  SELECT page_id, exact, near, signals, fresh, final, row_number() OVER (ORDER BY %(final)s) AS place
  FROM (SELECT *, score * (1 + CAST(%(nearness)s * near AS float8)) AS final FROM best) b
  ORDER BY %(final)s OFFSET CAST(:first AS int) LIMIT CAST(:many AS int)
)"""

_ORDERS: dict[Sort, tuple[str, str]] = {
    "relevance": ("exact DESC, score DESC, page_id", "close DESC, exact DESC, final DESC, page_id"),
    "newest": ("changed DESC, revision_id DESC, page_id", "changed DESC, revision_id DESC, page_id"),
    "title": ("sort_key, page_id", "sort_key, page_id"),
}

_SAID = f"""
SELECT 'page' AS kind, CAST(page_id AS text) AS key, place AS many,
  final + CASE WHEN exact THEN {EXACT_TITLE} ELSE 0 END AS score,
  jsonb_build_array(exact, near, signals, fresh) AS more
FROM shown
UNION ALL
SELECT 'hit', CAST(page_id AS text), word, 0, jsonb_build_array(in_title > 0, in_tags > 0, in_body > 0, in_parts > 0)
FROM (
  SELECT page_id, word, in_title, in_tags, in_body, in_parts FROM hit WHERE page_id IN (SELECT page_id FROM shown)
  UNION ALL
  SELECT page_id, word, {_FIELDS}
  FROM (
    SELECT {_ROW}
    FROM shown s JOIN search_entry e ON e.page_id = s.page_id JOIN asked a ON NOT a.ranks AND e.words @@ a.query
    WHERE {ROW_READABLE}
  ) r
  GROUP BY page_id, word
) said
UNION ALL
SELECT 'part', CAST(e.page_id AS text), count(DISTINCT a.word), sum(a.value), to_jsonb(e.part)
FROM shown s JOIN search_entry e ON e.page_id = s.page_id AND e.part <> '' JOIN asked a ON e.words @@ a.query
WHERE {ROW_READABLE}
GROUP BY e.page_id, e.part
UNION ALL
SELECT 'word', CAST(word AS text), pages, rareness, NULL FROM rare
UNION ALL
SELECT CASE grouping(type, space_id, year) WHEN 3 THEN 'type' WHEN 5 THEN 'space' WHEN 6 THEN 'year' ELSE 'total' END,
  coalesce(type, CAST(space_id AS text), CAST(year AS text), ''), count(*), 0, NULL
FROM page GROUP BY GROUPING SETS ((type), (space_id), (year), ())
UNION ALL
(SELECT 'tag', tag, count(*), 0, NULL FROM page CROSS JOIN unnest(tags) AS tag
 GROUP BY tag ORDER BY 3 DESC, 2 LIMIT {MOST_VALUES})
UNION ALL
(SELECT 'person', CAST(person AS text), count(*), 0, NULL FROM page CROSS JOIN unnest(people) AS person
 GROUP BY person ORDER BY 3 DESC, person LIMIT {MOST_VALUES})
"""


def answering(condition: str, sort: Sort, *, needs_words: bool, in_order: bool) -> str:
    """SQL with rows of kind, key, number, score and more; see `wiki.search.postgres.answers` for what they say.

    `needs_words`: every page that answers has some of the words that rank; `in_order`: some of them are phrases.
    """
    order, final = _ORDERS[sort]
    hits = _HITS % {"in_order": _IN_ORDER if in_order else ""}
    pages = _PAGES % {"condition": condition, "join": "" if needs_words else "LEFT"}
    best = _BEST % {"order": order, "final": final, "nearness": NEARNESS}
    return f"WITH {hits}, {pages}, {best} {_SAID}"


def title_weight(words: int) -> float:
    """A word in the title says much of a short question, little of a long one."""
    return TITLE_SHORT + (TITLE_LONG - TITLE_SHORT) * min(max(words - 2, 0) / 3, 1.0)
