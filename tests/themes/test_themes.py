"""Themes: read from files, inherit, refuse clearly, and keep their colours readable."""

from pathlib import Path

import pytest

from wiki.web.contrast import PAIRS, ratio
from wiki.web.themes import ThemeError, contrast_problems, load_themes

SHIPPED = Path(__file__).parents[2] / "themes"

ABOUT = 'name = "{name}"\ntitle = "T"\nversion = "1"\nlicense = "MIT"\nmin_wiki = "0.1"\n'
BASE = '[tokens.light]\nink = "#101814"\n[tokens.dark]\nink = "#edf3ef"\n[tokens]\ntext = \'"Own Sans", serif\'\n'


def write(folder: Path, name: str, tokens: str = BASE, *, extends: str = "", about: str | None = None) -> Path:
    theme = folder / name
    (theme / "static").mkdir(parents=True)
    head = ABOUT.format(name=name) if about is None else about
    more = f'extends = "{extends}"\n' if extends else ""
    (theme / "theme.toml").write_text(f"[theme]\n{head}{more}{tokens}", "utf-8")
    return theme


def refusal(folder: Path) -> ThemeError:
    with pytest.raises(ThemeError) as refused:
        load_themes(folder)
    return refused.value


def test_the_shipped_themes_load_and_say_what_they_are() -> None:
    themes = load_themes(SHIPPED)
    assert {"default", "paper"} <= set(themes)
    for theme in themes.values():
        assert theme.title
        assert theme.license
        assert (theme.folder / "README.md").is_file()


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()))
def test_the_shipped_themes_keep_their_contrast(name: str) -> None:
    assert contrast_problems(load_themes(SHIPPED)[name]) == []


def test_every_font_of_a_shipped_theme_carries_its_licence() -> None:
    for theme in load_themes(SHIPPED).values():
        for font in theme.fonts:
            folder = (theme.folder / "static" / font.file).parent
            licences = [path for path in folder.glob("OFL-*.txt") if font.family.split()[0] in path.name]
            assert len(licences) == 1, font.family
            assert "SIL OPEN FONT LICENSE" in licences[0].read_text("utf-8")


def test_a_style_sheet_pairs_day_and_night_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    write(tmp_path, "plain")
    css = load_themes(tmp_path)["plain"].css()
    assert "--ink: light-dark(#101814, #edf3ef);" in css
    assert '--text: "Own Sans", serif;' in css
    assert css.startswith("@layer reset, tokens, base, components, theme;")


def test_a_theme_inherits_what_it_does_not_name(tmp_path: Path) -> None:
    write(tmp_path, "plain")
    write(tmp_path, "child", '[tokens]\ntext = "serif"\n', extends="plain")
    css = load_themes(tmp_path)["child"].css()
    assert "--ink: light-dark(#101814, #edf3ef);" in css
    assert "--text: serif;" in css


def test_a_font_is_loaded_only_where_a_token_names_it(tmp_path: Path) -> None:
    font = '\n[[fonts]]\nfamily = "Own Sans"\nfile = "own.woff2"\nweight = "400 700"\n'
    theme = write(tmp_path, "plain", BASE + font)
    (theme / "static" / "own.woff2").write_bytes(b"wOF2")
    write(tmp_path, "same", "", extends="plain")
    write(tmp_path, "other", '[tokens]\ntext = "serif"\n', extends="plain")
    themes = load_themes(tmp_path)
    digest = themes["plain"].digest
    assert f'url("../../plain/{digest}/static/own.woff2")' in themes["same"].css()
    assert "@font-face" not in themes["other"].css()


def test_templates_of_the_child_come_before_those_of_its_parent(tmp_path: Path) -> None:
    for name, extends in (("plain", ""), ("child", "plain")):
        (write(tmp_path, name, BASE if not extends else "", extends=extends) / "templates").mkdir()
    found = load_themes(tmp_path)["child"].template_folders
    assert [folder.parent.name for folder in found] == ["child", "plain"]


def test_the_digest_changes_with_any_file_and_with_the_parent(tmp_path: Path) -> None:
    theme = write(tmp_path, "plain")
    write(tmp_path, "child", "", extends="plain")
    before = {name: each.digest for name, each in load_themes(tmp_path).items()}
    assert before == {name: each.digest for name, each in load_themes(tmp_path).items()}
    (theme / "static" / "new.woff2").write_bytes(b"x")
    after = {name: each.digest for name, each in load_themes(tmp_path).items()}
    assert before["plain"] != after["plain"]
    assert before["child"] != after["child"]


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ('[tokens.light]\nink = "#000"\n', "by day or at night only: ink"),
        ('[tokens]\ntext = "x; } body { display: none"\n', "isn't a value"),
        ('[tokens]\ntext = "url(https://example.org/x)"\n', "isn't a value"),
        ("[tokens]\ntext = 12\n", "a value is text"),
        ('[tokens]\n"Te xt" = "serif"\n', "small letters"),
        ('[tokens]\nink = "red"\n[tokens.light]\nink = "#000"\n[tokens.dark]\nink = "#fff"\n', "stands in"),
        ('[[fonts]]\nfamily = "X"\nfile = "../../theme.toml"\n', "isn't there"),
        ('[[fonts]]\nfamily = "X"\nfile = "gone.woff2"\n', "isn't there"),
        ('[[fonts]]\nfamily = "X"\n', "family and file are needed"),
        ("[tokens", "can't be read"),
    ],
)
def test_a_mistake_is_refused_with_its_reason(tmp_path: Path, tokens: str, said: str) -> None:
    write(tmp_path, "broken", tokens)
    error = refusal(tmp_path)
    assert error.theme == "broken"
    assert said in error.reason


def test_a_misspelt_token_is_refused_but_own_names_are_free(tmp_path: Path) -> None:
    write(tmp_path, "plain")
    child = write(tmp_path, "child", '[tokens]\ntexxt = "serif"\n', extends="plain")
    assert "texxt" in refusal(tmp_path).reason
    (child / "theme.toml").write_text(
        f'[theme]\n{ABOUT.format(name="child")}extends = "plain"\n[tokens]\nx-own = "1px"\n', "utf-8"
    )
    assert "--x-own: 1px;" in load_themes(tmp_path)["child"].css()


def test_missing_facts_names_and_parents_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a", "bare", about='name = "bare"\n')
    assert "lacks title" in refusal(tmp_path / "a").reason
    write(tmp_path / "b", "one", about=ABOUT.format(name="two"))
    assert "the folder is 'one'" in refusal(tmp_path / "b").reason
    write(tmp_path / "c", "child", extends="gone")
    assert "which isn't there" in refusal(tmp_path / "c").reason


def test_themes_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "egg", extends="hen")
    write(tmp_path, "hen", extends="egg")
    assert "extends itself" in refusal(tmp_path).reason


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#fff", "#fff") == pytest.approx(1)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_too_close_are_named(tmp_path: Path) -> None:
    names = sorted({name for front, back, _ in PAIRS for name in (front, back)})
    table = "".join(f'{name} = "#777777"\n' for name in names)
    write(tmp_path, "grey", f"[tokens.light]\n{table}[tokens.dark]\n{table}")
    problems = contrast_problems(load_themes(tmp_path)["grey"])
    assert len(problems) == 2 * len(PAIRS)
    assert "light: ink on sheet is 1.00:1, needs 4.5:1" in problems


def test_a_colour_that_can_not_be_measured_is_said_so(tmp_path: Path) -> None:
    light = '[tokens.light]\nink = "oklch(0.2 0 0)"\nsheet = "#ffffff"\n'
    write(tmp_path, "modern", light + light.replace("light", "dark"))
    assert any("isn't a colour like" in problem for problem in contrast_problems(load_themes(tmp_path)["modern"]))
