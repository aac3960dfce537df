"""What a folder of Markdown holds: its order, and all that can't be taken, by name."""

import os
from pathlib import Path

import pytest

from wiki.pages.transfer.documents import read_folder


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def _refused(folder: Path) -> dict[str, str]:
    return {row.path: row.detail for row in read_folder(folder).problems}


def test_pages_with_others_below_keep_their_place_among_those_without(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "z.md": "---\nposition: 1\n---\n",
            "m/index.md": "---\nposition: 2\n---\n",
            "m/x.md": "",
            "a.md": "---\nposition: 3\n---\n",
            "b.md": "",
            "index.md": "",
        },
    )
    assert [one.path for one in read_folder(tmp_path).documents] == [
        "z.md",
        "m/index.md",
        "m/x.md",
        "a.md",
        "index.md",
        "b.md",
    ]


def test_the_index_stands_for_its_folder_before_the_readme(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {"a/README.md": "", "a/index.md": "", "a/b/README.MD": "", "pictures/x.png": "", "B.md": "# B #\r\n\r\nx"},
    )
    found = read_folder(tmp_path)
    above = {one.path: one.parent for one in found.documents}
    assert above == {"a/index.md": None, "a/README.md": "a/index.md", "a/b/README.MD": "a/index.md", "B.md": None}
    assert [(one.title, one.body) for one in found.documents if one.path == "B.md"] == [("B", "x")]


def test_no_link_leads_out_of_the_folder_or_round_in_a_circle(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    _write(tmp_path, {"secret.md": "outside", "shelf/tills/a.md": "x"})
    (shelf / "tills" / "index.md").symlink_to(tmp_path / "secret.md")
    (shelf / "loop").symlink_to(shelf)
    (shelf / "self.md").symlink_to(shelf / "self.md")
    (shelf / "out").symlink_to(tmp_path)
    assert set(_refused(shelf)) == {"tills/index.md", "loop", "self.md", "out"}
    assert {one.path for one in read_folder(shelf).documents} == {"tills/", "tills/a.md"}


def test_what_is_no_file_and_what_is_hidden_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    _write(tmp_path, {".draft.md": "x", ".git/x.md": "x", "/".join(["d"] * 110) + "/x.md": "x"})
    refused = _refused(tmp_path)
    assert (refused["pipe.md"], refused[".draft.md"], refused[".git"]) == ("no file", "hidden", "hidden")
    assert "too many folders deep" in refused.values()


def test_a_text_whose_name_is_a_dot_is_not_hidden(tmp_path: Path) -> None:
    _write(tmp_path, {"..md": "# Source\n\nx"})
    found = read_folder(tmp_path)
    assert ([one.title for one in found.documents], found.problems) == (["Source"], [])


@pytest.mark.parametrize("head", ['title: "a \\ud83d"', 'k: ["\\0"]', "k: [unclosed", "- no mapping"])
def test_front_matter_that_no_database_keeps_is_named_once(tmp_path: Path, head: str) -> None:
    _write(tmp_path, {"a/index.md": f"---\n{head}\n---\nx"})
    found = read_folder(tmp_path)
    assert ([row.path for row in found.problems], found.documents) == (["a/index.md"], [])


def test_a_title_that_is_cut_is_named(tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": f"# {'n' * 300}\n"})
    found = read_folder(tmp_path)
    assert (len(found.documents[0].title), [row.kind for row in found.problems]) == (200, ["title"])


def test_a_text_attached_to_an_exported_page_is_a_file(tmp_path: Path) -> None:
    _write(tmp_path, {"space.yaml": "key: x", "a.md": "", "_files/ab12/notes.md": "x", "_files/ab12/.rc": "x"})
    found = read_folder(tmp_path)
    assert ([one.path for one in found.documents], set(found.files), found.problems) == (
        ["a.md"],
        {"_files/ab12/notes.md", "_files/ab12/.rc"},
        [],
    )
