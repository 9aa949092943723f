"""Who else has an account on the machine reads nothing of the mall."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pendopo


def test_a_new_data_directory_is_closed_to_other_accounts_of_the_machine(tmp_path):
    data = tmp_path / "mal"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    environment = {**kept, "PENDOPO_DATA": str(data), "PYTHONPATH": str(Path(pendopo.__file__).parents[1])}
    command = [sys.executable, "-c", "import pendopo.config.settings"]

    subprocess.run(command, env=environment, umask=0o022, check=True)

    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert (data / "keys").is_dir()
