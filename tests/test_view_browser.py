"""The page in a real Chromium, with the network off."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace

import pytest
from test_view import HOSTILE, generated, page_of, small

pytestmark = pytest.mark.browser

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
MIDDLE_OF_AN_EDGE = (
    "(() => { const net = alutsista.network; const a = net.getPosition('country:TUR');"
    "const b = net.getPosition('weapon:S-400');"
    "const p = net.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });"
    "const box = document.querySelector('#graph').getBoundingClientRect();"
    "return [p.x + box.left, p.y + box.top]; })()"
)


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open an extraction's page and watch everything that it asks for or complains about."""
    contexts = []

    def open_page(extraction, scheme="light", **options):
        file = tmp_path / "graph.html"
        file.write_text(page_of(extraction, **options), "utf-8", errors="replace")
        context = browser.new_context(
            offline=True, viewport={"width": 1280, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.requests_seen, page.complaints = [], []
        page.on("request", lambda request: page.requests_seen.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: page.complaints.append(f"dialog {dialog.message}"))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def edges_shown(page):
    return int(page.get_attribute("html", "data-edges"))


def test_no_request_no_complaint(opened):
    page = opened(small())
    assert [url.partition(":")[0] for url in page.requests_seen] == ["file"]
    assert page.complaints == []


def test_hostile_text_runs_nothing_and_is_shown_as_it_is(opened):
    page = opened(small(HOSTILE, HOSTILE, HOSTILE), title=HOSTILE)
    page.evaluate("alutsista.data.nodes.forEach(n => alutsista.showNode(n.id))")
    page.evaluate("alutsista.data.edges.forEach(e => alutsista.showEdge(e.id))")
    page.fill("#search", "script")
    page.mouse.move(640, 400)
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.complaints == []
    assert len(page.requests_seen) == 1
    assert "</script><script>window.hacked=1</script>" in page.inner_text("#panel")
    assert page.query_selector("#panel a") is None


def test_only_web_addresses_become_links(opened):
    page = opened(small(url="https://contoh.id/1"))
    page.evaluate("alutsista.showEdge('e0')")
    link = page.query_selector("#panel a")
    assert link.get_attribute("href") == "https://contoh.id/1"
    assert "noopener" in link.get_attribute("rel")


def test_a_click_on_a_node_shows_its_relations_and_they_their_evidence(opened):
    page = opened(small())
    point = page.evaluate(
        "(() => { const p = alutsista.network.canvasToDOM(alutsista.network.getPosition('country:TUR'));"
        "const b = document.querySelector('#graph').getBoundingClientRect();"
        "return [p.x + b.left, p.y + b.top]; })()"
    )
    page.mouse.click(*point)
    page.wait_for_selector("#panel h2")
    assert "Turki" in page.inner_text("#panel h2")
    page.click("#panel .relation >> nth=0")
    assert "Turki membeli S-400" in page.inner_text("#panel blockquote")
    assert "2020-01-01" in page.inner_text("#panel blockquote footer")
    assert page.inner_text("#panel mark >> nth=0")


def test_a_click_on_an_edge_shows_its_evidence(opened):
    page = opened(small())
    point = page.evaluate(MIDDLE_OF_AN_EDGE)
    page.mouse.click(*point)
    page.wait_for_selector("#panel blockquote")
    assert "S-400" in page.inner_text("#panel h2")


def test_an_article_keeps_its_date_beside_the_event_s(opened):
    extraction = small()
    extraction.relations = [replace(one, date="2019-05") for one in extraction.relations]
    page = opened(extraction)
    page.evaluate("alutsista.showEdge('e0')")
    footer = page.inner_text("#panel blockquote footer")
    assert "2020-01-01" in footer and "peristiwa 2019-05" in footer


def test_a_relation_chosen_in_the_panel_is_chosen_in_the_graph(opened):
    page = opened(small())
    page.evaluate("alutsista.showNode('country:TUR')")
    page.click("#panel .relation >> nth=0")
    assert len(page.evaluate("alutsista.network.getSelectedEdges()")) == 1


def test_a_tooltip_goes_when_the_pointer_does(opened):
    page = opened(small())
    point = page.evaluate(MIDDLE_OF_AN_EDGE)
    page.mouse.move(point[0] - 1, point[1])
    page.mouse.move(*point)
    tooltip = page.locator("div.vis-tooltip")
    tooltip.wait_for(state="visible")
    page.mouse.move(5, 5)
    tooltip.wait_for(state="hidden")


def test_what_a_filter_brings_is_in_sight_unless_the_reader_chose_a_place(opened):
    page = opened(generated(40))
    page.uncheck("#filters input[data-value=COOPERATE]")
    page.evaluate("alutsista.network.moveTo({ scale: 5 })")
    page.check("#filters input[data-value=COOPERATE]")
    assert page.evaluate("alutsista.network.getScale()") < 2
    page.hover("#graph")
    page.mouse.wheel(0, -600)
    page.wait_for_function("alutsista.network.getScale() > 0")
    scale = page.evaluate("alutsista.network.getScale()")
    page.uncheck("#filters input[data-value=asserted]")
    page.check("#filters input[data-value=asserted]")
    assert page.evaluate("alutsista.network.getScale()") == scale


def test_search_finds_by_alias_and_focuses(opened):
    page = opened(small())
    page.fill("#search", "rus")
    assert page.inner_text("#suggestions li").strip() == "Rusia"
    page.keyboard.press("Enter")
    assert "Rusia" in page.inner_text("#panel h2")
    page.fill("#search", "zzz")
    assert page.inner_text("#suggestions li") == "Tidak ada yang cocok"


def test_filters_are_live(opened):
    page = opened(small())
    assert edges_shown(page) == 4
    page.uncheck("#filters input[data-value=THREATEN]")
    assert edges_shown(page) == 3
    page.uncheck("#filters input[data-value=WEAPON]")
    assert edges_shown(page) == 2
    page.uncheck("#filters input[data-value=asserted]")
    assert edges_shown(page) == 0
    page.click("#reset")
    assert edges_shown(page) == 4


def test_cooccurrence_waits_to_be_asked_for(opened):
    page = opened(small())
    page.check("#filters input[data-value=CO_OCCURS]")
    assert edges_shown(page) == 5


def test_parallel_relations_are_apart(opened):
    page = opened(small())
    bends = page.evaluate(
        "alutsista.network.body.data.edges.get().filter(e => e.to === 'country:TUR' && e.from === "
        "'country:RUS').map(e => JSON.stringify(e.smooth))"
    )
    assert len(bends) == 3 and len(set(bends)) == 3


def test_types_differ_in_colour_and_shape(opened):
    page = opened(small())
    looks = page.evaluate(
        "alutsista.network.body.data.nodes.get().map(n => [n.shape, n.color.background])"
    )
    assert len({shape for shape, _ in looks}) == len({colour for _, colour in looks}) == 2


def test_the_legend_names_what_is_there(opened):
    page = opened(small())
    text = page.inner_text("#filters").lower()
    assert all(
        word in text for word in ("negara", "senjata", "memasok", "bekerja sama", "direncanakan")
    )


def test_dark_and_english(opened):
    page = opened(small(), scheme="dark", lang="en")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert "Click an entity" in page.inner_text("#panel")
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "light"


def test_every_control_is_reached_and_named(opened):
    page = opened(small())
    names = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        names.add(
            page.evaluate(
                "(e => e.ariaLabel || e.labels?.[0]?.innerText || e.innerText)(document.activeElement)"
            )
        )
    assert "" not in names and None not in names
    assert {"Cari entitas", "Atur ulang", "Tampilkan semua", "Terang/gelap"} <= names


def test_a_thousand_nodes_show_the_strongest_first(opened):
    page = opened(generated(1000))
    assert page.complaints == []
    assert int(page.get_attribute("html", "data-nodes")) <= 300
    assert "dari 1000" in page.inner_text("#count")
    weak = page.evaluate("alutsista.data.nodes.at(-1).label")
    page.fill("#search", weak)
    page.keyboard.press("Enter")
    assert weak in page.inner_text("#panel h2")
    assert page.evaluate("alutsista.network.getSelectedNodes().length") == 1


def test_an_empty_graph_opens(opened):
    from extract.records import Extraction

    page = opened(Extraction())
    assert edges_shown(page) == 0 and page.complaints == []
