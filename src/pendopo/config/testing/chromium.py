"""The Chromium that the browser tests and the pictures use: the machine's own, or Debian's, installed when we may."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "PENDOPO_CHROMIUM"


def find_chromium() -> str | None:
    """The program named by PENDOPO_CHROMIUM, else the first one on the PATH."""
    for name in (os.environ.get(VARIABLE), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    return None


def install_chromium() -> str | None:
    """Install Debian's package if this is root on a Debian; where it then lies, or None. Says nothing unless it works on it."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt or not Path("/etc/debian_version").exists():
        return None
    print("Installing Chromium (apt-get install chromium) …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run([apt, *words], env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        print(done.stderr.decode(errors="replace").strip()[-600:], flush=True)
    return find_chromium()


def launch_options() -> dict[str, Any]:
    """How playwright is to start it: `playwright.chromium.launch(**launch_options())`. It talks to nobody but the pages."""
    alone = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    # Chromium's sandbox does not work for root, as whom containers and CI run.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_chromium(), "args": [*alone, "--disable-gpu", "--disable-quic", *as_root]}
