"""The browser that browser tests and pictures use."""

import pytest

from pendopo.config.testing.chromium import find_chromium


@pytest.mark.browser
def test_a_real_chromium_opens_a_page(chromium):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.set_content("<h1>Selamat datang</h1>")
    assert page.locator("h1").inner_text() == "Selamat datang"
    context.close()


def test_a_chromium_that_is_named_goes_before_those_on_the_path(tmp_path, monkeypatch):
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PENDOPO_CHROMIUM", str(program))
    assert find_chromium() == str(program)


def test_without_any_chromium_there_is_none(tmp_path, monkeypatch):
    monkeypatch.delenv("PENDOPO_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
