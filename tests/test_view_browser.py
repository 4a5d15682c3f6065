"""The page in a real Chromium, with the network off."""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from test_view import HOSTILE, generated, page_of, small

from extract.records import Entity, Extraction, Mention
from graph.tables import build_tables
from graph.view import show

pytestmark = pytest.mark.browser

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AT = (
    "(x, y) => { const p = alutsista.network.canvasToDOM({ x, y });"
    "const box = document.querySelector('#graph').getBoundingClientRect();"
    "return [p.x + box.left, p.y + box.top]; }"
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

    def open_page(extraction, scheme="light", address="", **options):
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
        page.goto(file.as_uri() + (f"#{address}" if address else ""))
        page.wait_for_selector("html[data-ready]", timeout=20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def edges_shown(page):
    return int(page.get_attribute("html", "data-edges"))


def nodes_shown(page):
    return int(page.get_attribute("html", "data-nodes"))


def number(page, entity):
    return page.evaluate("id => alutsista.graph.index.get(id)", entity)


def where(page, entity):
    """The pixel at which a node stands."""
    return page.evaluate(
        f"i => ({AT})(alutsista.graph.x[i], alutsista.graph.y[i])", number(page, entity)
    )


def middle(page, a, b):
    """The pixel half way between two nodes."""
    (ax, ay), (bx, by) = where(page, a), where(page, b)
    return (ax + bx) / 2, (ay + by) / 2


def until(page, expression):
    """Wait for an expression to hold; the page's policy lets no wait of the driver's be compiled."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(30)
    pytest.fail(f"never: {expression}")


def select_node(page, entity):
    page.evaluate("i => alutsista.act.node(i)", number(page, entity))


def select_edge(page, relation):
    page.evaluate(
        "name => alutsista.act.edge(alutsista.graph.edges.relation.indexOf(name))", relation
    )


def test_no_request_no_complaint(opened):
    page = opened(small())
    assert [url.partition(":")[0] for url in page.requests_seen] == ["file"]
    assert page.complaints == []


def test_hostile_text_runs_nothing_and_is_shown_as_it_is(opened):
    page = opened(small(HOSTILE, HOSTILE, HOSTILE), title=HOSTILE)
    page.evaluate("for (let i = 0; i < alutsista.graph.size; i += 1) alutsista.act.node(i)")
    page.evaluate("for (let e = 0; e < alutsista.graph.count; e += 1) alutsista.act.edge(e)")
    page.fill("#search", "script")
    page.keyboard.press("Escape")
    page.mouse.move(640, 400)
    page.click("#switch")
    page.evaluate("alutsista.asCsv() + alutsista.asSvg()")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.complaints == []
    assert len(page.requests_seen) == 1
    assert "</script><script>window.hacked=1</script>" in page.inner_text("#panel")
    assert page.query_selector("#panel a") is None


@pytest.mark.parametrize(
    "text", ["selected=%5B1", "moved=%5B%5B%22x%22%5D%5D", "camera=1,2", "lang=xx&theme=<b>", "%"]
)
def test_a_broken_address_opens_the_page_all_the_same(opened, text):
    page = opened(small(), address=text)
    assert page.complaints == [] and edges_shown(page) == 4


def test_only_web_addresses_become_links(opened):
    page = opened(small(url="https://contoh.id/1"))
    select_edge(page, "SUPPLIES")
    link = page.query_selector("#panel blockquote a")
    assert link.get_attribute("href") == "https://contoh.id/1"
    assert "noopener" in link.get_attribute("rel")


def test_a_click_on_a_node_shows_its_relations_and_they_their_evidence(opened):
    page = opened(small())
    page.mouse.click(*where(page, "country:TUR"))
    assert "Turki" in page.inner_text("#panel h2")
    page.click("#panel .relation >> nth=0")
    assert "Turki membeli S-400" in page.inner_text("#panel blockquote")
    assert "2020-01-01" in page.inner_text("#panel blockquote footer")
    assert page.inner_text("#panel mark >> nth=0") == "Tur"


def test_a_click_on_a_line_shows_its_evidence_and_the_pair_s_other_relations(opened):
    page = opened(small())
    page.mouse.click(*middle(page, "country:TUR", "country:RUS"))
    assert "Rusia" in page.inner_text("#panel h2") and "Turki" in page.inner_text("#panel h2")
    assert page.locator("#panel blockquote").count() == 1
    assert page.locator("#panel .relation").count() == 2


def test_parallel_relations_are_bundled_until_opened(opened):
    extraction = small()
    more = [replace(extraction.relations[2], relation=r) for r in ("AGREE", "CONSULT", "AID")]
    extraction.relations += more
    page = opened(extraction)
    count = "alutsista.stage.scene().strands.filter(s => s.edges.length > 1).length"
    assert page.evaluate(count) == 1
    page.evaluate(
        "alutsista.openPair(alutsista.stage.scene().strands.find(s => s.edges.length > 1))"
    )
    assert page.evaluate(count) == 0
    assert page.locator("#panel .relation").count() == 6
    lanes = page.evaluate("alutsista.stage.scene().strands.map(s => [s.key, s.lane].join())")
    assert len(lanes) == len(set(lanes)) == 7


def test_an_article_keeps_its_date_beside_the_event_s(opened):
    extraction = small()
    extraction.relations = [replace(one, date="2019-05") for one in extraction.relations]
    page = opened(extraction)
    page.evaluate("alutsista.act.edge(0)")
    footer = page.inner_text("#panel blockquote footer")
    assert "2020-01-01" in footer and "peristiwa 2019-05" in footer


def test_offsets_count_characters_not_halves(opened):
    extraction = small("😀 Turki membeli S-400")
    extraction.relations = [replace(extraction.relations[1], cue_start=8, cue_end=15)]
    page = opened(extraction)
    page.evaluate("alutsista.act.edge(0)")
    assert page.inner_text("#panel mark:not(.name)") == "membeli"


def test_a_citation_is_copied_whole(opened):
    page = opened(small(url="https://contoh.id/1"))
    page.evaluate(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }"
    )
    select_edge(page, "ACQUIRES")
    page.click("#panel blockquote button")
    copied = page.evaluate("window.copied")
    assert copied.startswith("“Turki membeli S-400”") and "2020-01-01" in copied
    assert copied.endswith("https://contoh.id/1.")
    assert page.inner_text("#panel blockquote button") == "Tersalin"


def test_a_tooltip_goes_when_the_pointer_does(opened):
    page = opened(small())
    page.mouse.move(*middle(page, "country:TUR", "weapon:S-400"))
    page.locator("#tip").wait_for(state="visible")
    assert "memperoleh" in page.inner_text("#tip")
    page.mouse.move(5, 5)
    page.locator("#tip").wait_for(state="hidden")


def test_a_node_is_dragged_and_the_address_remembers(opened):
    page = opened(small())
    x, y = where(page, "country:TUR")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    assert where(page, "country:TUR") == pytest.approx((x + 60, y + 40), abs=3)
    again = opened(small(), address=page.evaluate("location.hash.slice(1)"))
    assert where(again, "country:TUR") == pytest.approx((x + 60, y + 40), abs=4)


def test_what_a_filter_brings_is_in_sight_unless_the_reader_chose_a_place(opened):
    page = opened(generated(40))
    page.uncheck("#filters input[data-value=COOPERATE]")
    page.evaluate("alutsista.network.moveTo({ scale: 5 })")
    page.check("#filters input[data-value=COOPERATE]")
    assert page.evaluate("alutsista.network.getScale()") < 2
    page.hover("#graph")
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(200)
    scale = page.evaluate("alutsista.network.getScale()")
    page.uncheck("#filters input[data-value=asserted]")
    page.check("#filters input[data-value=asserted]")
    assert page.evaluate("alutsista.network.getScale()") == scale


def test_search_finds_by_label_and_alias_and_focuses(opened):
    extraction = small()
    extraction.mentions.append(
        Mention("a", 0, 0, 6, "Moskow", "COUNTRY", "metonym", "country:RUS", 1.0)
    )
    page = opened(extraction)
    page.fill("#search", "rus")
    assert page.inner_text("#suggestions li").strip() == "Rusia"
    page.keyboard.press("Enter")
    assert "Rusia" in page.inner_text("#panel h2")
    page.fill("#search", "mosk")
    assert page.inner_text("#suggestions li").strip() == "Rusia (Moskow)"
    page.fill("#search", "zzz")
    assert page.inner_text("#suggestions li") == "Tidak ada yang cocok"


def test_filters_are_live_and_count_what_they_would_bring(opened):
    page = opened(small())
    assert edges_shown(page) == 4
    page.uncheck("#filters input[data-value=THREATEN]")
    assert edges_shown(page) == 3
    amount = page.locator("label.option", has=page.locator("[data-value=THREATEN]")).locator(
        ".amount"
    )
    assert amount.inner_text() == "1"
    page.uncheck("#filters input[data-value=WEAPON]")
    assert edges_shown(page) == 2
    page.uncheck("#filters input[data-value=asserted]")
    assert edges_shown(page) == 0
    page.click("#reset")
    assert edges_shown(page) == 4


def test_sliders_filter_by_weight_and_confidence(opened):
    page = opened(small())
    page.locator("[data-value=confidence]").fill("0.55")
    assert edges_shown(page) == 0
    page.locator("[data-value=confidence]").fill("0.5")
    assert edges_shown(page) == 4
    assert page.get_attribute("[data-value=weight]", "max") == "1"  # no relation is in two articles


def timed():
    """Turkey and Russia, cooperating in January, in conflict in March."""
    extraction = small()
    (first,) = extraction.articles
    later = replace(first, article_id="b", published="2020-03-05")
    extraction.articles.append(later)
    cooperate, threaten = extraction.relations[2:4]
    extraction.relations = [cooperate, replace(threaten, article_id="b")]
    return extraction


def test_time_is_a_range_over_months(opened):
    page = opened(timed())
    bars = page.locator("#filters .bars rect")
    assert [bars.nth(i).get_attribute("height") for i in range(bars.count())] == ["30", "30"]
    assert bars.nth(1).locator("title").text_content() == "2020-03: 1"
    page.locator("[data-value=until]").fill("0")
    assert edges_shown(page) == 1
    assert page.inner_text("#filters output") == "2020-01"
    assert "since=2020-01" in page.evaluate("location.hash")
    page.locator("[data-value=until]").fill("1")
    assert edges_shown(page) == 2 and "since" not in page.evaluate("location.hash")


def test_play_walks_through_the_months_and_stops(opened):
    page = opened(timed())
    page.evaluate(
        "(() => { window.walked = []; new MutationObserver(() => window.walked.push("
        "`${document.querySelector('#filters output').value}: ${document.documentElement.dataset.edges}`"
        ")).observe(document.documentElement, { attributeFilter: ['data-edges'] }); })()"
    )
    page.click("[data-value=play]")
    until(page, "window.walked.length > 2")
    until(page, "document.querySelector('[data-value=play]').textContent.includes('Putar')")
    walked = list(dict.fromkeys(page.evaluate("window.walked")))
    assert walked == ["2020-01: 1", "2020-03: 1", "2020-01 – 2020-03: 2"]


def chain():
    """Five states in a row, and a far shorter way round by a relation that was denied."""
    ids = [f"country:C{i}" for i in range(5)]
    pairs = [*itertools.pairwise(ids)]
    extraction = small()
    template = extraction.relations[2]
    relations = [
        replace(template, sentence=i, source_id=a, target_id=b, evidence=f"Kalimat {i}")
        for i, (a, b) in enumerate(pairs)
    ]
    short = replace(template, sentence=9, source_id=ids[0], target_id=ids[4], factuality="negated")
    mentions = [Mention("a", 0, 0, 1, i, "COUNTRY", "name", i, 1.0) for i in ids]
    entities = [Entity(i, "COUNTRY", f"Negeri {i[-1]}") for i in ids]
    return replace(extraction, relations=[*relations, short], mentions=mentions, entities=entities)


def test_the_shortest_path_obeys_the_filters_and_shows_its_evidence(opened):
    page = opened(chain())
    page.uncheck("#filters input[data-value=negated]")
    select_node(page, "country:C0")
    page.click("#panel button:has-text('Jalur dari sini')")
    page.fill("#search", "Negeri 4")
    page.keyboard.press("Enter")
    assert page.locator("#panel section").count() == 4
    assert page.inner_text("#panel blockquote >> nth=3").startswith("Kalimat 3")
    page.check("#filters input[data-value=negated]")
    assert page.locator("#panel section").count() == 1
    page.click("#whole")
    assert nodes_shown(page) == 5 and not page.is_visible("#whole")


def test_focus_keeps_a_neighbourhood_of_some_depth(opened):
    page = opened(chain())
    page.uncheck("#filters input[data-value=negated]")
    select_node(page, "country:C0")
    page.click("#panel button:has-text('Fokus')")
    assert nodes_shown(page) == 2
    page.locator("#steps").fill("3")
    assert nodes_shown(page) == 4 and page.evaluate("document.activeElement.id") == "steps"
    page.click("#back")
    until(page, "document.documentElement.dataset.nodes === '5'")
    page.click("#forward")
    until(page, "document.documentElement.dataset.nodes === '4'")


def test_a_link_restores_filters_focus_choice_and_camera(opened):
    page = opened(chain(), lang="en")
    page.uncheck("#filters input[data-value=negated]")
    select_node(page, "country:C1")
    page.click("#panel button:has-text('Focus')")
    select_edge(page, "COOPERATE")
    page.hover("#graph")
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(100)
    again = opened(chain(), address=page.evaluate("location.hash.slice(1)"), lang="en")
    for question in (
        "document.querySelector('#panel').innerText", "document.querySelector('#count').innerText",
        "location.hash", "alutsista.network.getScale().toFixed(3)",
    ):  # fmt: skip
        assert again.evaluate(question) == page.evaluate(question)


def test_a_hidden_node_is_gone_until_it_is_searched(opened):
    page = opened(small())
    select_node(page, "country:TUR")
    page.click("#panel button:has-text('Sembunyikan')")
    assert nodes_shown(page) == 2 and edges_shown(page) == 0
    page.fill("#search", "turki")
    page.keyboard.press("Enter")
    assert nodes_shown(page) == 3


def test_types_differ_in_colour_and_mark(opened):
    page = opened(small())
    for kind in ("type", "quad"):
        looks = page.evaluate(
            f"Object.values(alutsista.data.styles.{kind}).map(s => [s.light, s.mark])"
        )
        assert len({colour for colour, _ in looks}) == len(looks)
    styles = page.evaluate("alutsista.data.styles.quad")
    marks = {
        side: {styles[f"{way} {side}"]["mark"] for way in ("verbal", "material")}
        for side in ("cooperation", "conflict")
    }
    assert not marks["cooperation"] & marks["conflict"]


def test_dark_and_english(opened):
    page = opened(small(), scheme="dark", lang="en")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert "Click an entity" in page.inner_text("#panel")
    page.click("#theme")
    assert page.get_attribute("html", "data-theme") == "light"
    page.click("#lang")
    assert "Klik entitas" in page.inner_text("#panel")
    assert page.get_attribute("html", "lang") == "id"


def test_a_theme_can_be_given(opened):
    assert opened(small(), theme="dark").get_attribute("html", "data-theme") == "dark"


def test_the_table_shows_the_same_relations_sorted_as_asked(opened):
    page = opened(small())
    page.click("#switch")
    assert page.locator("#table tbody tr").count() == edges_shown(page) == 4
    page.click("#table th button:has-text('Relasi')")
    names = page.locator("#table tbody tr td:nth-child(2)").all_inner_texts()
    assert names == sorted(names)
    page.uncheck("#filters input[data-value=SUPPLIES]")
    assert page.locator("#table tbody tr").count() == 3
    page.click("#table tbody button >> nth=0")
    assert page.locator("#panel blockquote").count() == 1


def test_every_control_is_reached_and_named(opened):
    page = opened(timed())
    names = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        names.add(
            page.evaluate(
                "(e => e.ariaLabel || e.labels?.[0]?.innerText || e.innerText)(document.activeElement)"
            )
        )
    assert "" not in names and None not in names
    wanted = {"Cari entitas", "Setel ulang", "Paskan ke layar", "Terang/gelap", "Tabel", "Simpan",
              "Salin tautan", "English", "Tata letak ulang", "Sampai bulan", "▶ Putar"}  # fmt: skip
    assert wanted <= names


def test_the_graph_is_walked_with_the_keyboard(opened):
    page = opened(small())
    page.focus("#graph .vis-network")
    page.keyboard.press("ArrowRight")
    first = page.inner_text("#panel h2")
    seen = {first}
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        seen.add(page.inner_text("#panel h2"))
    assert len(seen) == 3
    scale = page.evaluate("alutsista.network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("alutsista.network.getScale()") > scale
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_level_a_or_aa(opened, scheme):
    page = opened(timed(), scheme=scheme)
    for step in ("1", "alutsista.act.node(0)", "alutsista.act.edge(0)",
                 "document.querySelector('#switch').click()", "document.querySelector('#save').open = true"):  # fmt: skip
        page.evaluate(step)
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
            ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"
        )
        assert found == [], step


def downloaded(page, button):
    page.evaluate("document.querySelector('#save').open = true")
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path())


def test_the_csv_has_every_relation_shown(opened):
    extraction = small("=cmd() Turki membeli, S-400")
    loop = replace(extraction.relations[2], target_id="country:RUS", relation="ASSAULT")
    extraction.relations += [loop, replace(loop, relation="AID", source_id="country:TUR")]
    page = opened(extraction)
    frame = pd.read_csv(downloaded(page, "#csv"))
    edges = build_tables(extraction).edges
    edges = edges[edges["relation"] != "CO_OCCURS"]
    key = ["source", "relation", "target"]
    assert sorted(frame[key].itertuples(index=False)) == sorted(edges[key].itertuples(index=False))
    assert len(frame) == edges_shown(page) == 6
    assert frame["evidence"].str.startswith("'=cmd()").all()
    page.uncheck("#filters input[data-value=AID]")
    assert len(pd.read_csv(downloaded(page, "#csv"))) == 5


def test_the_svg_and_the_png_show_what_is_shown(opened):
    page = opened(small(name="Turki & <Türkiye>"))
    tree = ElementTree.parse(downloaded(page, "#svg")).getroot()
    texts = {element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Turki & <Türkiye>", "Rusia", "S-400"} <= texts
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}path"))) >= 5
    picture = downloaded(page, "#png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 2 * page.evaluate(
        "document.querySelector('#graph').clientWidth"
    )


def painted(page):
    """How many pixels of the canvas are not empty."""
    return page.evaluate(
        "(() => { const c = document.querySelector('#graph canvas'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; let n = 0;"
        "for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()"
    )


def test_physics_moves_nodes_only_when_asked(opened):
    page = opened(generated(30))
    before = page.evaluate("[...alutsista.graph.x]")
    page.wait_for_timeout(200)
    assert page.evaluate("[...alutsista.graph.x]") == before
    page.click("#settle")
    until(page, "alutsista.graph.x[0] !== " + str(before[0]))
    page.evaluate("alutsista.stage.settling() && document.querySelector('#settle').click()")
    rest = page.evaluate("[...alutsista.graph.x]")
    page.wait_for_timeout(200)
    assert page.evaluate("[...alutsista.graph.x]") == rest
    assert page.complaints == []


def test_a_thousand_nodes_show_the_strongest_first(opened):
    page = opened(generated(1000))
    assert page.complaints == []
    assert nodes_shown(page) == 300 and painted(page) > 10_000
    assert "300 dari 1.000" in page.inner_text("#count")
    weak = page.evaluate(
        "alutsista.graph.nodes.label[alutsista.graph.from.find((a, e) => a >= 300 && alutsista.graph.to[e] >= 300)]"
    )
    page.fill("#search", weak)
    page.keyboard.press("Enter")
    assert weak in page.inner_text("#panel h2") and nodes_shown(page) == 301
    page.click("#panel button:has-text('Perluas')")
    assert nodes_shown(page) > 301
    page.click("#whole")
    page.locator("[data-value=shown]").fill("1000")  # the whole slider
    assert nodes_shown(page) == 1000 and edges_shown(page) == 2991


def test_names_at_the_opening_zoom_do_not_overlap(opened):
    page = opened(generated(300))
    boxes = page.evaluate(
        "(() => { const camera = alutsista.stage.camera(); const names = []; const ctx = "
        "svg.context(camera.width, camera.height, '#fff', document.createElement('canvas').getContext('2d'));"
        "const old = ctx.fillText; ctx.fillText = (text, x, y) => { const size = Number(/(\\d+)px/.exec(ctx.font)[1]);"
        "names.push([x, y, ctx.measureText(text).width, size]); };"
        "painter.write(ctx, alutsista.stage.scene(), camera, alutsista.stage.look()); return names; })()"
    )
    assert len(boxes) > 40
    for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(boxes, 2):
        assert abs(ax - bx) >= (aw + bw) / 2 or abs(ay - by) >= (ah + bh) / 2 - 1


@pytest.mark.slow
@pytest.mark.parametrize("size", [5_000, 20_000])
def test_large_graphs_are_ready_and_answer_at_once(opened, size):
    page = opened(generated(size))
    assert nodes_shown(page) == 300 and page.complaints == []
    clock = "(work => { const t = performance.now(); work(); return performance.now() - t; })"
    find = [page.evaluate(f"{clock}(() => alutsista.find('negara 1'))") for _ in range(5)]
    assert statistics.median(find) < 20
    toggle = f"{clock}(() => document.querySelector('#filters [data-value=planned], #filters [data-value=asserted]').click())"
    assert statistics.median([page.evaluate(toggle) for _ in range(6)]) < 150
    node = [page.evaluate(f"{clock}(() => alutsista.act.node({i}))") for i in range(5)]
    assert statistics.median(node) < 100
    page.evaluate(
        "alutsista.state().shown = 1e6; alutsista.update('all', { refit: true, force: true })"
    )
    assert nodes_shown(page) == size
    page.wait_for_timeout(500)
    assert painted(page) > 50_000


@pytest.mark.parametrize("wide", [320, 400])
def test_a_phone_shows_the_graph_first_and_scrolls_no_further_than_down(opened, wide):
    page = opened(small())
    page.set_viewport_size({"width": wide, "height": 760})
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    graph = page.locator("#graph").bounding_box()
    assert graph["height"] > 200 and graph["y"] + graph["height"] <= 760


def test_the_page_works_in_a_sandboxed_frame(opened, browser, tmp_path):
    file = tmp_path / "notebook.html"
    body = show(build_tables(chain()))._repr_html_()
    file.write_text(f"<!DOCTYPE html><title>x</title>{body}", "utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#search").fill("Negeri 3")
    frame.locator("#search").press("Enter")
    assert "Negeri 3" in frame.locator("#panel h2").inner_text()
    frame.locator("#back").click()
    assert frame.locator("#panel h2").count() == 0
    assert complaints == []
    context.close()


def test_the_table_hides_the_graph_but_keeps_its_place_and_size(opened):
    page = opened(small())
    scale = page.evaluate("alutsista.network.getScale()")
    page.click("#switch")
    page.uncheck("#filters input[data-value=THREATEN]")
    picture = downloaded(page, "#png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 5_000
    page.click("#switch")
    assert page.evaluate("alutsista.network.getScale()") == pytest.approx(scale, rel=0.2)


def test_a_relation_chosen_is_the_one_lit(opened):
    page = opened(chain())
    page.evaluate("alutsista.openPair(alutsista.stage.scene().strands[0])")
    select_edge(page, "COOPERATE")
    last = page.evaluate("alutsista.graph.count - 1")
    page.evaluate("e => alutsista.act.edge(e)", last)
    lit = page.evaluate(
        "alutsista.stage.scene().strands.filter(alutsista.stage.only().strands).flatMap(s => s.edges)"
    )
    assert lit == [last] and page.evaluate("alutsista.state().open") is None


def test_what_runs_by_itself_ends_with_a_reset(opened):
    page = opened(timed())
    page.click("[data-value=play]")
    # In one step: a few nodes are at rest again before a driver's second question comes.
    said = page.evaluate(
        "(() => { const button = document.querySelector('#settle'); button.click();"
        "const said = button.textContent; document.querySelector('#reset').click(); return said; })()"
    )
    assert said == "Hentikan"
    before = page.evaluate("[...alutsista.graph.x]")
    page.wait_for_timeout(900)
    assert page.evaluate("[...alutsista.graph.x]") == before
    assert edges_shown(page) == 2 and page.inner_text("#settle") == "Tata letak ulang"


def test_the_panel_counts_and_dates_what_passes_the_filters(opened):
    extraction = timed()
    cooperate, _ = extraction.relations
    later = replace(cooperate, article_id="b", factuality="planned", evidence="Nanti bekerja sama")
    extraction.relations = [cooperate, later]
    page = opened(extraction)
    page.evaluate("alutsista.act.edge(0)")
    assert page.locator("#panel blockquote").count() == 2
    page.uncheck("#filters input[data-value=asserted]")
    text = page.inner_text("#panel")
    assert page.locator("#panel blockquote").count() == 1 and "direncanakan" in text
    assert "2020-03-05" in text and "2020-01-01" not in text


def test_what_no_longer_passes_says_so_and_comes_back(opened):
    page = opened(small())
    select_edge(page, "THREATEN")
    page.uncheck("#filters input[data-value=THREATEN]")
    assert "Tersembunyi oleh saringan" in page.inner_text("#panel")
    assert page.evaluate("alutsista.stage.only()") is None
    page.click("#panel button:has-text('Tampilkan semua relasi')")
    assert page.locator("#panel blockquote").count() == 1


def test_nothing_left_says_so(opened):
    page = opened(small())
    page.uncheck("#filters input[data-value=COUNTRY]")
    assert "Tidak ada yang lolos saringan" in page.inner_text("#empty")
    page.click("#unfilter")
    assert nodes_shown(page) == 3 and not page.is_visible("#empty")


def test_focus_is_not_lost_when_the_panel_changes(opened):
    page = opened(small())
    select_node(page, "country:TUR")
    page.focus("#panel .relation >> nth=0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.click("#save summary")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_browser_s_own_way_back_works_and_keeps_language_and_theme(opened):
    page = opened(chain())
    for entity in ("country:C0", "country:C1", "country:C0"):
        select_node(page, entity)
    page.click("#lang")
    page.go_back()
    until(page, "document.querySelector('#panel h2').innerText.includes('Negeri 1')")
    assert page.get_attribute("html", "lang") == "en"
    page.go_back()
    page.go_back()
    until(page, "document.querySelector('#panel h2') === null")
    assert page.is_disabled("#back") and page.is_enabled("#forward")
    page.click("#forward")
    until(page, "document.querySelector('#panel h2').innerText.includes('Negeri 0')")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.is_enabled("#back")
    page.click("#back")
    until(page, "document.querySelector('#panel h2') === null")


def test_a_filter_is_a_step_back(opened):
    page = opened(small())
    page.uncheck("#filters input[data-value=THREATEN]")
    page.click("#back")
    until(page, "document.documentElement.dataset.edges === '4'")


def test_picking_the_end_of_a_path_can_be_left(opened):
    page = opened(small())
    select_node(page, "country:TUR")
    page.click("#panel button:has-text('Jalur dari sini')")
    page.keyboard.press("Escape")
    select_node(page, "country:RUS")
    assert "Rusia" in page.inner_text("#panel h2") and "path" not in page.evaluate("location.hash")


def test_no_two_parts_of_a_narrow_page_lie_on_each_other(opened):
    page = opened(small())
    page.set_viewport_size({"width": 390, "height": 844})
    select_node(page, "country:TUR")
    boxes = [
        page.locator(part).bounding_box() for part in ("header", ".middle", "#panel", "#filters")
    ]
    for one, other in itertools.pairwise(boxes):
        assert one["y"] + one["height"] <= other["y"] + 1
    inner = page.evaluate("document.querySelector('#panel').scrollHeight")
    assert boxes[2]["height"] >= inner


def test_an_empty_graph_opens(opened):
    page = opened(Extraction())
    assert edges_shown(page) == 0 and page.complaints == []
