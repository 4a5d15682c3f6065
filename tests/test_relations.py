"""Offices, events, arms relations, factuality and dates."""

from __future__ import annotations

import pytest

from extract.events import cues_in


def relations(nlp, text, published=None):
    doc = nlp.make_doc(text)
    doc._.published = published
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc, [r for r in doc._.relations if r.relation != "CO_OCCURS"]


def triples(nlp, text):
    _, found = relations(nlp, text)
    return {
        (r.relation, r.source_id.partition(":")[2], r.target_id.partition(":")[2]) for r in found
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Israel menyerang Iran kemarin malam.", ("ASSAULT", "ISR", "IRN")),
        ("Iran diserang oleh Israel kemarin malam.", ("ASSAULT", "ISR", "IRN")),
        ("Iran, yang diserang Israel, menolak berunding.", ("ASSAULT", "ISR", "IRN")),
        ("Serangan Israel ke Iran berlanjut.", ("ASSAULT", "ISR", "IRN")),
        ("Israel melancarkan serangan terhadap Gaza.", ("ASSAULT", "ISR", "PSE")),
        ("Turki mengecam serangan Israel.", ("ACCUSE", "TUR", "ISR")),
        ("Pemerintah Turki dan Rusia sepakat memperluas dagang.", ("AGREE", "RUS", "TUR")),
        ("Indonesia bekerja sama dengan Prancis.", ("COOPERATE", "FRA", "IDN")),
        ("Sanksi yang dijatuhkan Amerika Serikat terhadap Turki berat.", ("SANCTION", "USA", "TUR")),
        ("AS menjatuhkan sanksi kepada Turki.", ("SANCTION", "USA", "TUR")),
        ("Turki meminta Rusia mencabut tuntutan itu.", ("REQUEST", "TUR", "RUS")),
        ("Rusia menolak permintaan Turki.", ("REJECT", "RUS", "TUR")),
        ("Presiden Vladimir Putin bertemu dengan Presiden Recep Tayyip Erdogan di Sochi.",
         ("CONSULT", "Recep Tayyip Erdogan", "Vladimir Putin")),
        ("AS memperingatkan Iran.", ("THREATEN", "USA", "IRN")),
        ("Rusia mendukung Suriah.", ("SUPPORT", "RUS", "SYR")),
        ("Iran menangkap warga Israel.", ("COERCE", "IRN", "ISR")),
    ],
)  # fmt: skip
def test_events(rules, text, wanted):
    assert wanted in triples(rules, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Israel menghujani Iran dengan rudal.", ("ASSAULT", "ISR", "IRN")),
        ("Pasukan Rusia menduduki Ukraina.", ("ASSAULT", "RUS", "UKR")),
        ("Operasi militer Israel terhadap Iran berlanjut.", ("ASSAULT", "ISR", "IRN")),
        ("Serangan-serangan Israel ke Iran berlanjut.", ("ASSAULT", "ISR", "IRN")),
        ("Iran mencemooh Amerika Serikat.", ("ACCUSE", "IRN", "USA")),
        ("Israel mewanti-wanti Iran.", ("THREATEN", "ISR", "IRN")),
        ("Jepang memulangkan warga China.", ("RETREAT", "JPN", "CHN")),
        ("Iran memenjarakan warga Israel.", ("COERCE", "IRN", "ISR")),
        ("Vladimir Putin membicarakan gencatan senjata dengan Donald Trump.",
         ("CONSULT", "Donald Trump", "Vladimir Putin")),
    ],
)  # fmt: skip
def test_more_words_for_events(rules, text, wanted):
    assert wanted in triples(rules, text)


@pytest.mark.parametrize("word", ["membahas", "menghentikan", "menguasai"])
def test_a_hint_is_a_cue_that_no_rule_reads(rules, word):
    text = f"Rusia {word} Ukraina."
    doc = rules.make_doc(text)
    cues = cues_in(doc[:], [token.lower_ for token in doc], "cues.tsv")
    assert [cue.frame for cue in cues] == ["hint"]
    assert triples(rules, text) == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Turki membeli S-400 dari Rusia.", {("ACQUIRES", "TUR", "S-400"), ("SUPPLIES", "RUS", "TUR")}),
        ("Pembelian S-400 dari Rusia oleh Turki.", set()),
        ("Rusia mengirim sistem rudal S-400 ke Turki.",
         {("SUPPLIES", "RUS", "TUR"), ("ACQUIRES", "TUR", "S-400")}),
        ("Indonesia mengoperasikan jet tempur F-16.", {("OPERATES", "IDN", "F-16")}),
        ("Rusia menawarkan jet tempur Su-35 kepada Indonesia.",
         {("SUPPLIES", "RUS", "IDN"), ("ACQUIRES", "IDN", "Su-35")}),
        ("Ukraina meminta rudal Patriot.", {("ACQUIRES", "UKR", "Patriot")}),
        ("Drone yang didesain Turki jatuh.", {("PRODUCES", "TUR", "drone")}),
        ("Program senjata nuklir Korea Utara berlanjut.", {("PRODUCES", "PRK", "nuclear weapon")}),
        ("Jet tempur Prancis mendarat.", {("OPERATES", "FRA", "fighter aircraft")}),
        ("S-400 yang diproduksi oleh Rusia mahal.", {("PRODUCES", "RUS", "S-400")}),
        ("Drone buatan Turki jatuh.", {("PRODUCES", "TUR", "drone")}),
        ("Drone itu akan diproduksi di Turki.", {("PRODUCES", "TUR", "drone")}),
        ("Drone canggih milik Angkatan Udara Israel jatuh.", {("OPERATES", "ISR", "drone")}),
        ("Turki memasok Israel dengan amunisi.",
         {("SUPPLIES", "TUR", "ISR"), ("ACQUIRES", "ISR", "ammunition")}),
    ],
)  # fmt: skip
def test_arms(rules, text, wanted):
    assert wanted <= triples(rules, text)


def test_the_maker_of_what_is_bought_is_not_its_buyer(rules):
    found = triples(rules, "Turki dikecam karena pembelian rudal S-400 buatan Rusia.")
    assert ("ACQUIRES", "RUS", "S-400") not in found
    assert ("ACQUIRES", "TUR", "S-400") in found


def test_a_supply_names_its_weapon(rules):
    _, found = relations(rules, "Turki membeli S-400 dari Rusia.")
    assert [r.weapon_id for r in found if r.relation == "SUPPLIES"] == ["weapon:S-400"]


def test_both_countries_means_those_named_before(rules):
    text = "Turki dan Libya berunding. Kedua negara sepakat bekerja sama."
    assert ("COOPERATE", "LBY", "TUR") in triples(rules, text)


def test_a_reported_doer_is_not_the_reporter(rules):
    found = triples(rules, "Rusia mengatakan Israel menyerang Iran.")
    assert ("ASSAULT", "ISR", "IRN") in found
    assert ("ASSAULT", "RUS", "IRN") not in found


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Turki membeli rudal S-400 dari Rusia.", "asserted"),
        ("Turki akan membeli rudal S-400 dari Rusia.", "planned"),
        ("Turki berencana membeli rudal S-400 dari Rusia.", "planned"),
        ("Turki tidak membeli rudal S-400 dari Rusia.", "negated"),
        ("Turki batal membeli rudal S-400 dari Rusia.", "negated"),
        ("Jika Turki membeli rudal S-400 dari Rusia, AS marah.", "planned"),
    ],
)
def test_factuality(rules, text, factuality):
    _, found = relations(rules, text)
    assert {r.factuality for r in found if r.relation == "SUPPLIES"} == {factuality}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Israel menyerang Iran pada Jumat (13/6/2025).", "2025-06-13"),
        ("Israel menyerang Iran pada Juni lalu.", "2025-06"),
        ("Israel menyerang Iran.", None),
        ("Dilansir AFP, Rabu (18/6/2025), Israel menyerang Iran.", None),
        ("Menlu Iran mengatakan, pada Jumat (13/6/2025) Israel menyerang Iran.", "2025-06-13"),
        ("Militer mengatakan pada Rabu (18/6/2025) bahwa Israel menyerang Iran.", None),
        (
            "Pada Jumat (13/6/2025), ketika ribuan warga kota itu masih berada di rumah ibadah untuk "
            "menunaikan doa pagi bersama, Israel menyerang Iran.",
            "2025-06-13",
        ),
        ("Warga mengungsi pada Rabu (18/6/2025) setelah Israel menyerang Iran.", None),
        ("Israel menyerang Iran setelah hujan pada Rabu (18/6/2025).", None),
        ("Museum itu ditutup pada 2018.[1] Israel menyerang Iran.", None),
        ("Pada 2018 parlemen memutuskan untuk Israel menyerang Iran.", "2018"),
        ("Sejak Mei warga cemas dan Israel menyerang Iran pada 13 Juni.", "2025-06-13"),
    ],
)
def test_date(rules, text, date):
    _, found = relations(rules, text, "2025-06-20")
    assert [r.date for r in found] == [date]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Menteri Luar Negeri Turki Mevlut Cavusoglu tiba.",
         {("Mevlut Cavusoglu", "Menteri Luar Negeri", "TUR")}),
        ("Menteri Luar Negeri Turki, Mevlut Cavusoglu, tiba.",
         {("Mevlut Cavusoglu", "Menteri Luar Negeri", "TUR")}),
        ("Menlu Turki Mevlut Cavusoglu dan Menkeu Berat Albayrak tiba.",
         {("Mevlut Cavusoglu", "Menlu", "TUR")}),
        ("Presiden Prabowo Subianto tiba di Ankara.", {("Prabowo Subianto", "Presiden", "IDN")}),
        ("Ia bertemu timpalannya dari Turki Hulusi Akar, Menteri Pertahanan Israel Benny Gantz.",
         {("Hulusi Akar", "Menteri Pertahanan", "TUR"),
          ("Benny Gantz", "Menteri Pertahanan", "ISR")}),
        ("Hulusi Akar, Menteri Pertahanan Turki, tiba.",
         {("Hulusi Akar", "Menteri Pertahanan", "TUR")}),
        ("Duta Besar Iran untuk Indonesia Mohammad Boroujerdi tiba.",
         {("Mohammad Boroujerdi", "Duta Besar", "IRN")}),
        ("Juru bicara Gedung Putih Karoline Leavitt tiba.",
         {("Karoline Leavitt", "Juru bicara", "USA")}),
        ("Menurut menteri kebudayaan Turki Mevlut Cavusoglu, museum itu rusak.",
         {("Mevlut Cavusoglu", "menteri kebudayaan", "TUR")}),
        ("Gubernur Bank Indonesia Perry Warjiyo tiba.",
         {("Perry Warjiyo", "Gubernur Bank Indonesia", "IDN")}),
        ("Sekretaris Jenderal NATO Mark Rutte tiba.", set()),
        ("Direktur Rumah Sakit Indonesia Marwan al-Sultan tiba.", set()),
    ],
)  # fmt: skip
def test_offices(rules, text, held):
    _, found = relations(rules, text)
    offices = {
        (r.source_id.partition(":")[2], r.role, r.target_id.partition(":")[2])
        for r in found
        if r.relation == "HOLDS_OFFICE"
    }
    assert held <= offices if held else not offices


def test_the_spokesman_of_an_office_holder_is_not_the_holder(rules):
    text = "Presiden Turki Recep Tayyip Erdogan tiba.\nItu dikatakan juru bicara Erdogan kemarin."
    _, found = relations(rules, text)
    assert {r.role for r in found if r.relation == "HOLDS_OFFICE"} == {"Presiden"}


def test_every_relation_has_cue_rule_and_confidence(rules):
    text = "Presiden Turki Recep Tayyip Erdogan mengecam Israel karena menyerang Iran dengan rudal."
    doc, found = relations(rules, text)
    assert len(found) >= 3
    for relation in found:
        assert 0 <= relation.start <= relation.cue_start < relation.cue_end <= relation.end
        assert relation.rule and 0 < relation.confidence <= 1
        assert doc.text[relation.cue_start : relation.cue_end].strip()


def test_cooccurrence_is_what_nothing_else_relates(rules):
    doc, stated = relations(rules, "Turki membeli S-400 di depan Rusia, Iran dan Libya.")
    both = [frozenset((r.source_id, r.target_id)) for r in stated]
    alone = [
        frozenset((r.source_id, r.target_id)) for r in doc._.relations if r.relation == "CO_OCCURS"
    ]
    assert alone and not set(both) & set(alone)
    assert len(alone) == len(set(alone))


@pytest.mark.xfail(reason="a weapon behind a relative clause is not tied to its buyer yet")
def test_relative_clause_between_weapon_and_buyer(rules):
    text = "Rudal yang menurut sejumlah pengamat militer sangat mahal itu akhirnya dibeli Turki."
    assert ("ACQUIRES", "TUR", "missile") in triples(rules, text)


def test_an_intention_has_no_date_gone_by(rules):
    text = "Israel pada Kamis (12/6) berencana menyerang Iran."
    _, found = relations(rules, text, "2025-06-13")
    assert {(r.factuality, r.date) for r in found if r.relation == "ASSAULT"} == {("planned", None)}


def test_the_same_day_is_that_of_the_sentence_before(rules):
    text = "Israel menyerang Gaza pada Kamis (12/6). Di hari yang sama, Israel menyerang Iran."
    _, found = relations(rules, text, "2025-06-13")
    assert {r.date for r in found if r.target_id == "country:IRN"} == {"2025-06-12"}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Presiden ke-2 RI Soeharto wafat.", ("Soeharto", "IDN")),
        ("Presiden pertama Timor Leste Xanana Gusmao tiba.", ("Xanana Gusmao", "TLS")),
        ("Menteri Sekretaris Negara (Mensesneg) Budi Wirawan tiba di Turki.", ("Budi Wirawan", "IDN")),
        ("Kemal Aydin adalah Menteri Pertahanan Turki.", ("Kemal Aydin", "TUR")),
        ("Menteri Pertanian Budi Wirawan tiba.", ("Budi Wirawan", "IDN")),
        ("Menteri Pertanian Kemal Aydin tiba, kata Turki.", None),
        ("Bakal calon presiden Turki Kemal Aydin tiba.", None),
    ],
)  # fmt: skip
def test_offices_by_ordinal_body_copula_and_home(rules, text, held):
    found = {(s, t) for kind, s, t in triples(rules, text) if kind == "HOLDS_OFFICE"}
    assert found == ({held} if held else set())


def test_two_offices_of_one_holder_are_one_role(rules):
    text = "Putra Mahkota sekaligus Perdana Menteri Arab Saudi, Mohammed bin Salman, tiba."
    _, found = relations(rules, text)
    assert [r.role for r in found] == ["Putra Mahkota sekaligus Perdana Menteri"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # behind the name: in brackets, without a mark, after "selaku", "mantan", "yang menjabat"
        ("Kemal Aydin (Presiden Turki) tiba.", {("Kemal Aydin", "TUR")}),
        ("Itu kata Kemal Aydin anggota parlemen Turki.", {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin, selaku menteri pertahanan Turki, menolak.", {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin merupakan mantan perdana menteri Turki.", {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin, yang pernah menjabat sebagai Presiden Turki, tiba.",
         {("Kemal Aydin", "TUR")}),
        ("Mereka adalah Kemal Aydin presiden Turki, Benny Gantz presiden Israel, dan lainnya.",
         {("Kemal Aydin", "TUR"), ("Benny Gantz", "ISR")}),
        ("Kemal Aydin, Menteri Pertahanan Turki dan teman Benny Gantz, tiba.",
         {("Kemal Aydin", "TUR")}),
        # one who serves an office holder
        ("Itu dikatakan penasihat utama Presiden Turki Recep Tayyip Erdogan, Kemal Aydin.",
         {("Recep Tayyip Erdogan", "TUR"), ("Kemal Aydin", "TUR")}),
        ("Itu dikatakan penasihat perdagangan Trump, Kemal Aydin.", {("Kemal Aydin", "USA")}),
        ("Utusan Presiden Donald Trump untuk Timur Tengah, Kemal Aydin, tiba di Turki.",
         {("Donald Trump", "USA"), ("Kemal Aydin", "USA")}),
        ("Kemal Aydin, penasihat perdagangan Trump, tiba.", {("Kemal Aydin", "USA")}),
        ("Ia menilai program Kemal Aydin, juru bicara Turki Budi Wirawan menulis.",
         {("Budi Wirawan", "TUR")}),
        # a state named elsewhere: behind the name, of the one before, of the other's counterpart
        ("Raja Kemal dari Turki tiba di Iran.", {("Kemal", "TUR")}),
        ("Menlu Turki Kemal Aydin dan Menkeu Budi Wirawan tiba di Iran.",
         {("Kemal Aydin", "TUR"), ("Budi Wirawan", "TUR")}),
        ("Menlu Turki Kemal Aydin bertemu mitra kerjanya dari Iran, Budi Wirawan.",
         {("Kemal Aydin", "TUR"), ("Budi Wirawan", "IRN")}),
        # words between: a place, a clause, a time, a short form, a mark after the body
        ("Duta Besar Turki di Iran, Kemal Aydin, tiba.", {("Kemal Aydin", "TUR")}),
        ("Mantan perdana menteri Turki yang sedang dipenjara, Kemal Aydin, sakit.",
         {("Kemal Aydin", "TUR")}),
        ("Presiden Turki yang baru terpilih Kemal Aydin tiba.", {("Kemal Aydin", "TUR")}),
        ("Juru Bicara Kemenkes, Budi Wirawan, tiba di Turki.", {("Budi Wirawan", "IDN")}),
        ("Deputi Bidang Media Sekretariat Presiden Turki Kemal Aydin tiba.",
         {("Kemal Aydin", "TUR")}),
        ("Wakil Kepala Protokol Negara Federasi Rusia Kemal Aydin tiba.", {("Kemal Aydin", "RUS")}),
        ("Perdana Menteri Turki saat ini Kemal Aydin tiba.", {("Kemal Aydin", "TUR")}),
        ("Posisi Duta Besar Turki terakhir dijabat oleh Kemal Aydin.", {("Kemal Aydin", "TUR")}),
        ("Senator Turki asal Partai Maju, Kemal Aydin, tiba.", {("Kemal Aydin", "TUR")}),
        ("Wakil Presiden Indonesia ke-10 dan ke-12 Jusuf Kalla Dukung Rencana Besar",
         {("Jusuf Kalla", "IDN")}),
        ("Kepala Komando Pusat Amerika Serikat (CENTCOM) Brad Cooper Tiba",
         {("Brad Cooper", "USA")}),
        # a trade beside the office; a quotation that fills in the first name
        ("Presiden Turki sekaligus Ketua Partai Maju, Kemal Aydin, tiba.",
         {("Kemal Aydin", "TUR")}),
        ("Itu kata (Perdana Menteri Israel Benjamin) Netanyahu kemarin.",
         {("Benjamin Netanyahu", "ISR")}),
        # a clause behind the name, whatever stands between
        ("Kemal Aydin, tokoh yang didukung Rusia, dilantik sebagai Presiden Turki.",
         {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin mengakhiri masa jabatan keduanya sebagai Presiden Turki.",
         {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin tiba di sana dan menduduki posisi Duta Besar Turki.",
         {("Kemal Aydin", "TUR")}),
        ("Kemal Aydin menilai posisi Duta Besar Turki lowong.", set()),
        ("Kemal Aydin tiba setelah Budi Wirawan dilantik sebagai Presiden Turki.",
         {("Budi Wirawan", "TUR")}),
        ("Kemal Aydin tiba di Rusia. Ia pernah menduduki posisi Duta Besar Turki.",
         {("Kemal Aydin", "TUR")}),
        ('"Iran kuat," kata Kemal Aydin. Ia bertemu Menteri Pertahanan Turki.', set()),
        # an office of few words that ends the text
        ("Presiden Turki mengangkat Kemal Aydin menjadi perdana menteri", {("Kemal Aydin", "TUR")}),
        ("Turki tunjuk Kemal Aydin sebagai Utusan Khusus", {("Kemal Aydin", "TUR")}),
        ("Presiden Recep Tayyip Erdogan melantik Kemal Aydin sebagai duta besar di Rusia.",
         {("Recep Tayyip Erdogan", "TUR"), ("Kemal Aydin", "TUR")}),
        ("Turki menyebut Rusia, dan Kemal Aydin menjabat sebagai duta besar.", set()),
        # what is nobody's office here
        ("Ketika bertemu perdana menteri Israel, Trump menolak.", set()),
        ("Direktur Utama Pupuk Indonesia Budi Wirawan tiba.", set()),
        ("Presiden Direktur Samsung Indonesia Budi Wirawan tiba.", set()),
        ("Pemimpin oposisi Turki Kemal Aydin tiba.", set()),
        ("Presiden Citi Turki Kemal Aydin tiba.", set()),
    ],
)  # fmt: skip
def test_offices_around_a_name(rules, text, held):
    found = {(s, t) for kind, s, t in triples(rules, text) if kind == "HOLDS_OFFICE"}
    assert found == held


def test_a_deputy_is_not_the_holder(rules):
    _, found = relations(rules, "Wakil Menteri Dalam Negeri Turki Kemal Aydin tiba.")
    roles = [r.role for r in found if r.relation == "HOLDS_OFFICE"]
    assert roles == ["Wakil Menteri Dalam Negeri"]


def test_the_role_ends_where_no_office_goes_on(rules):
    text = "Donald Trump menjadi presiden pun banyak ditolak penduduk Amerika Serikat."
    _, found = relations(rules, text)
    assert [r.role for r in found if r.relation == "HOLDS_OFFICE"] == ["presiden"]
