"""A browser for tests: Debian's Chromium, without a window."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
)


@contextmanager
def started() -> Iterator[Chrome]:
    """Chromium, until it is left; a test is skipped where there is none, and fails in CI."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Debian's chromium and chromium-driver")
    options = ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        chrome = Chrome(options, Service(driver))
        try:
            yield chrome
        finally:
            chrome.quit()


def size(browser: Chrome, width: int, height: int, *, mobile: bool = False) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def visit(browser: Chrome, address: str) -> None:
    """Opens a page and waits for its style sheets: `get` comes back before them now and then."""
    browser.get(address)
    WebDriverWait(browser, 10).until(lambda b: b.execute_script("return document.readyState") == "complete")
