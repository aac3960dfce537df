"""Other languages than English."""

import pytest

from tests.search.contract.shelf import Shelf

PAGES = {
    "de": ("Kühltheke reinigen", "Die Kühltheke muss jede Woche gründlich gereinigt werden. Straße und Fußboden auch."),
    "fr": ("Fermeture de la caisse", "À la fermeture, comptez l'argent de la caisse et éteignez l'imprimante."),
    "zh": ("请假流程", "员工请假需要提前三天在系统里提交申请，由店长批准。"),
    "ja": ("レジの使い方", "レジのプリンターをリセットする方法を説明します。"),
    "ar": ("طابعة الصندوق", "أعد تشغيل الطابعة ثم اطبع التقرير اليومي في المدرسة."),
    "ko": ("프린터 재설정", "계산대 프린터를 다시 시작합니다."),
}


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("kuhltheke", "de"),
        ("KÜHLTHEKE", "de"),
        ("Kühltheke gereinigt", "de"),
        ("strasse", "de"),
        ("Fussboden", "de"),
        ("eteignez", "fr"),
        ("fermeture caisse", "fr"),
        ("l'imprimante", "fr"),
        ("请假", "zh"),
        ("提交申请", "zh"),
        ('"提前三天"', "zh"),
        ("店长", "zh"),
        ("プリンター", "ja"),
        ("リセット方法", "ja"),
        ("レジ", "ja"),
        ("طابعه", "ar"),
        ("الطابعة", "ar"),
        ("طَابِعَة", "ar"),
        ("مدرسة", "ar"),
        ("프린터", "ko"),
    ],
)
def test_a_page_is_found_in_its_language(shelf: Shelf, typed: str, language: str) -> None:
    pages = {name: shelf.add(title, text) for name, (title, text) in PAGES.items()}
    shelf.fill(5)
    assert shelf.find(typed)[0] == pages[language]


@pytest.mark.parametrize("typed", ["请假流程", "レジの使い方", "طابعة الصندوق", "kühltheke Reinigen"])
def test_a_whole_title_is_exact_in_any_language(shelf: Shelf, typed: str) -> None:
    for title, text in PAGES.values():
        shelf.add(title, text)
    assert shelf.ask(typed).found[0].why.exact_title


def test_a_phrase_of_an_unspaced_script_is_in_order(shelf: Shelf) -> None:
    page = shelf.add("A", "提交申请")
    shelf.add("B", "申请提交")
    assert shelf.find('"提交申请"') == [page]


def test_suggestions_begin_anywhere_in_an_unspaced_script(shelf: Shelf) -> None:
    for title, text in PAGES.values():
        shelf.add(title, text)
    assert shelf.suggest("流程") == ["请假流程"]
    assert shelf.suggest("kuhl") == ["Kühltheke reinigen"]
    assert shelf.suggest("使い") == ["レジの使い方"]
