"""What the templates of search receive; stable for theme authors, see docs/theme-context.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from wiki.pages.types import PageTypes
from wiki.search.forms import WishForm
from wiki.search.models import SavedSearch
from wiki.search.queries.gaps import Gap
from wiki.search.queries.suggesting import Offered
from wiki.search.queries.synonyms import Group
from wiki.search.results import Results
from wiki.search.snippets import Piece
from wiki.web.site import said


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The page of results; without a question, the box with what the person keeps."""

    template: ClassVar[str] = "search/results.html"

    results: Results = said(
        "What was found: `total`, `hits`, `page`, `pages`, `facets`, `chosen`, `notes`, `meant`, `likelier`, `tags`, "
        "`lacking`, `experts`, `sort`, `behind`, `from_database`, `too_long`, `widened`, `title`."
    )
    types: PageTypes = said("Page types by name: `types.get(hit.type).label`.")
    saved: Sequence[SavedSearch] = said("Searches that this person keeps: `id`, `name`, `text`.")
    recent: Sequence[str] = said("What this person searched lately.")
    narrowed: bool = said("Whether a choice among the facets led here: then they stay unfolded.")
    may_write: bool = said("Whether this person may write what is missing.")
    may_keep_words: bool = said("Whether this person keeps synonyms and sees what nobody found.")
    write_url: str = said("Address of a new page that has the question as its title.")
    ask_url: str = said("Address of a new question with the same title.")
    form_url: str = said("Address of the form that writes a query, filled in with this one.")
    pieces: Callable[[Sequence[Piece]], Markup] = said("A title or passage as HTML, with what was looked for marked.")
    page_url: Callable[[int], str] = said("Address of a further page of the same results, by its number.")
    sort_url: Callable[[str], str] = said("Address of the same results in another order.")
    narrow_url: Callable[[str], str] = said("Address of the results of a query that a facet gives.")
    query_url: Callable[[str], str] = said("Address of the results of another query.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsPart:
    """What is offered while somebody types, as a list for a combobox; nothing around it."""

    template: ClassVar[str] = "search/suggestions.html"

    offered: Offered = said("What may be meant: `pages`, `tags`, `people`, `recent`.")
    saved: Sequence[SavedSearch] = said("Searches that this person keeps, while nothing is typed.")
    types: PageTypes = said("Page types by name.")
    list_id: str = said("Id of the list, with which the ids of its options begin.")
    query_url: Callable[[str], str] = said("Address of the results of a query.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PalettePart:
    """The dialog that Ctrl+K opens; nothing around it."""

    template: ClassVar[str] = "search/palette.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFormPage:
    """The form that writes a query."""

    template: ClassVar[str] = "search/form.html"

    form: WishForm = said("Its fields: words, exact, without, title, tag, type, space, by, owner, since, until, under.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingPage:
    """A search that could not be kept under the name that was typed."""

    template: ClassVar[str] = "search/naming.html"

    name: str = said("The name that was typed.")
    text: str = said("What is searched.")
    error: str = said("Why it could not be kept.")
    taken_by: str | None = said("What the search has that bears this name already; None when none does.")
    may_replace: bool = said("Whether it may take the place of that one.")
    action: str = said("Where the form is sent.")
    back: str = said("Address of what one came from.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymsPage:
    """Words that mean the same."""

    template: ClassVar[str] = "search/synonyms.html"

    groups: Sequence[Group] = said(
        "Each group: `id`, `words`, `changed_at`, and `name` and `handle` of who changed it."
    )
    errors: Mapping[int, str] = said("Group → what is wrong with what was typed for it; 0 for a new one.")
    typed: str = said("What was typed for the group in `errors`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """What people search and do not find."""

    template: ClassVar[str] = "search/gaps.html"

    gaps: Sequence[Gap] = said("Each search: `text`, `times`, `nothing`, `weak`, `unopened`, `last_at`; no persons.")
    only_nothing: bool = said("Whether only those without any result are listed.")
    days: int = said("How many days back the list reaches.")
    query_url: Callable[[str], str] = said("Address of the results of a query.")
    write_url: Callable[[str], str] = said("Address of a new page whose title is the words of a query.")
