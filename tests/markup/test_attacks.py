"""Scripts in every place where a writer can put text, and sanitisers' old mistakes."""

import pytest

from tests.markup.wellformed import Findings, wrong
from wiki.markup import fill, render
from wiki.markup.sanitise import sanitise

SCRIPT = "alert(1)"
ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<b onmouseover=alert(1) style='position:fixed' id=location name=cookie data-x=1 hx-get=/x>x</b>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;&#x61;vascript&colon;alert(1)'>x</a>",
    "<a href=\"vbscript:x\">x</a> <a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<base href=//evil.example/><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css><style>@import '//evil.example'</style>",
    "<input autofocus onfocus=alert(1)><video><source onerror=alert(1)></video>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](vbscript:x) [y](file:///etc/passwd) [z](blob:x) [w](ftp://x) [v](view-source:x)",
    "[x](\\\\evil.example\\x) [y](//evil.example) [z](/\\evil.example)",
    "<javascript:alert(1)>",
    "<JAVASCRIPT:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x] ![x]",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x\" onerror=\"alert(1)](/file/a/b)",
    "![x](/file/a/b\" onerror=\"alert(1) \"t\")",
    "![x](/file/a/b '\" onerror=alert(1) x=\"')",
    "![x](/file/../../sign-out) ![x](/sign-out) ![x](?x) ![x](#x)",
    "[x](/p/a 't\"onclick=\"alert(1)')",
    "[x](/p/\"onclick=alert(1))",
    "[<img src=x onerror=alert(1)>](/p/a)",
    "[[<script>alert(1)</script>]] [[a|<img src=x onerror=alert(1)>]] [[a#\"onclick=alert(1)]]",
    "![[<script>alert(1)</script>]]",
    "@<script>alert(1)</script> @nia\"onclick=alert(1)",
    "# <img src=x onerror=alert(1)>\n\n## \"><script>alert(1)</script>",
    "## 1. <script>alert(1)</script>",
    "> [!NOTE] <img src=x onerror=alert(1)>\n> x",
    "!!! note \"<script>alert(1)</script>\"\n    x",
    "??? note \"\\\" onclick=alert(1)\"\n    x",
    "```<script>alert(1)</script>\nx\n```",
    "```python\" onclick=\"alert(1)\nx\n```",
    "```mermaid\nclick A href \"javascript:alert(1)\"\n</pre><script>alert(1)</script>\n```",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "$\\href{javascript:alert(1)}{x}$ $\\text{</math><script>alert(1)</script>}$",
    "$$\\class{x}{y} \\style{x}{y} \\unicode{x3c}\\text{&lt;img src=x onerror=alert(1)&gt;}$$",
    "$\\color{red\" onclick=\"alert(1)}{x}$",
    "$<script>alert(1)</script>$",
    "$$\\left( <img src=x onerror=alert(1)>$$",
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "[^x\"onclick=alert(1)]\n\n[^x\"onclick=alert(1)]: y",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<img src=x onerror=alert(1)>\n: <script>alert(1)</script>",
    "https://example.org/\"onmouseover=alert(1) https://example.org/<script>alert(1)</script>",
    "\"onmouseover=alert(1)@example.org",
    "---\ntitle: <script>alert(1)</script>\n---\n<script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!--\n\n--!><script>alert(1)</script>",
    "<?xml?><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a\nhref='x'\nonclick\n=\nalert(1)>x</a>",
    "<kbd title='x' onclick='alert(1)'>x</kbd><td colspan='2' onclick=alert(1)>",
    "<div>\n<b>\n\n*x*\n\n<script>alert(1)</script>\n</div>",
    "\ue000l0\ue001<img src=x onerror=alert(1)>\ue002",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_attack_comes_alive(attack: str) -> None:
    for source in (attack, f"> - {attack}", f"text\n\n{attack}\n\n<details>\n\n{attack}"):
        rendered = render(source)
        filled = fill(rendered.html, lambda _kind, _index, label: f'<a href="/p/x">{label}</a>')
        assert wrong(filled) == []
        assert sanitise(rendered.html) == rendered.html


def test_links_outside_are_marked_and_follow_nobody() -> None:
    assert 'class="external" rel="nofollow noopener ugc"' in render("[x](https://example.org)").html


def test_no_address_reaches_another_host_without_naming_a_scheme() -> None:
    written = "[a](//evil.example) [b](/\\evil.example) [c](\\\\evil.example)"
    raw = "<a href='//evil.example'>a</a> <a href='/\\evil.example'>a</a> <a href='\t/\n/evil.example'>a</a>"
    found = Findings(render(written + raw).html)
    addresses = [attributes["href"] for _, attributes in found.elements if "href" in attributes]
    assert not [address for address in addresses if address.startswith("//") or "\\" in address or "\t" in address]


def test_ids_of_the_page_around_cannot_be_taken() -> None:
    rendered = render("# main\n\n# search\n\n<b id=main>x</b>\n\n[^main]: x\n\n[^main]")
    ids = [attributes["id"] for _, attributes in Findings(rendered.html).elements if "id" in attributes]
    assert ids
    assert all(name.startswith("h-") for name in ids)


def test_sanitiser_alone_takes_what_the_writer_never_writes() -> None:
    assert sanitise('<p class="menu" style="x" id="a" onclick="x" data-x hx-get="/">x</p>') == '<p class="">x</p>'
    assert sanitise('<div class="table-scroll menu" tabindex="5">x</div>') == '<div class="table-scroll">x</div>'
