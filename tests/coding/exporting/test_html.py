"""Themes in HTML: one file that a browser shows as it is meant, and that obeys nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-quic --virtual-time-budget=5000"
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, which is not here")


def shown(page: bytes, folder: Path, script: str = "") -> html.HtmlElement:
    """Open a page in Chromium, run a script after its own, and give the tree as it is then."""
    text = page.decode()
    if script:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        text = text.replace("</body>", f"<script>{script}</script></body>")
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    result = subprocess.run(
        [
            str(CHROMIUM),
            *FLAGS.split(),
            f"--user-data-dir={folder / 'user'}",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
        env={**os.environ, "HOME": str(folder)},
    )
    return html.fromstring(result.stdout.decode())


def test_the_page_needs_nothing_from_outside(export) -> None:
    page = html.fromstring(export("html")["themes.html"].decode())
    assert page.xpath("//@src") == []
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert page.xpath("//@style | //@onclick | //@onload") == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_every_link_has_its_place_and_every_id_is_one(export) -> None:
    page = html.fromstring(export("html")["themes.html"].decode())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href")} <= set(ids)


def test_a_cell_of_the_matrix_leads_to_the_quotes(export, hostile: str) -> None:
    page = html.fromstring(export("html")["themes.html"].decode())
    row = page.xpath("//table[@class='matrix']//tr[th/a='Politie']")[0]
    links = row.xpath("td/a")
    assert [link.text for link in links] == ["1", "1"]
    group = page.get_element_by_id(links[0].get("href")[1:])
    assert group.xpath("h4/text()") == ["bewoners"]
    assert group.xpath(".//blockquote/text()") == [f"“{hostile}”"]


@needs_chromium
def test_nothing_in_a_quote_is_obeyed(export, tmp_path: Path, hostile: str) -> None:
    page = shown(export("html")["themes.html"], tmp_path)
    assert f"“{hostile}”" in [quote.text_content() for quote in page.xpath("//blockquote")]
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//output/text()") == ["Quotes shown: 9 / 9"]  # so our own script ran


@needs_chromium
def test_quotes_are_chosen_by_group_and_stance(export, tmp_path: Path) -> None:
    choose = """
    form.elements.group.value = "politie";
    form.elements.stance.value = "positive";
    form.dispatchEvent(new Event("change"));
    """
    page = shown(export("html")["themes.html"], tmp_path, choose)
    quotes = page.xpath("//figure[not(@hidden)]/blockquote")
    assert [quote.text_content() for quote in quotes] == ["“De wijkagent helpt.”"]
    assert page.xpath("//output/text()") == ["Quotes shown: 1 / 9"]
    assert page.xpath("//section[@class='group' and not(@hidden)]/h4/text()") == ["politie"]


@needs_chromium
def test_the_page_can_be_used_without_a_mouse(export, tmp_path: Path) -> None:
    walk = """
    const reachable = [...document.querySelectorAll("a, select, button")];
    const result = reachable.map((e) => { e.focus(); return document.activeElement === e; });
    document.body.dataset.reached = JSON.stringify([result.length, result.every(Boolean)]);
    """
    page = shown(export("html")["themes.html"], tmp_path, walk)
    number, every = json.loads(page.xpath("//body/@data-reached")[0])
    assert number > 10
    assert every
    assert page.xpath("//select[not(ancestor::label)]") == []
    assert page.xpath("//th[not(@scope)]") == []
