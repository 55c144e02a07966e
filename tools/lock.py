"""Rebuilds requirements/*.txt: exact versions with hashes, and no address of any registry.

Usage: python tools/lock.py [NAME.txt …]   (``make lock`` runs it)
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run.txt": ("pyproject.toml", "--extra=build"),
    "test.txt": ("pyproject.toml", "--extra=build", "--extra=test"),
    "bare.txt": ("requirements/bare.in",),
    "presidio.txt": ("requirements/presidio.in",),
}
ALONE = {"bare.txt"}
"""Installed with --no-deps: of the resolution, only the packages named in the source file are kept."""


def main() -> None:
    for target in sys.argv[1:] or LOCKS:
        source, *options = LOCKS[target]
        output = ROOT / "requirements" / target
        command = [
            *(sys.executable, "-m", "piptools", "compile", source, "--quiet", "--generate-hashes", "--no-header", "--upgrade"),
            *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-emit-options", "--strip-extras"),
            *("--allow-unsafe", "--no-annotate", f"--output-file={output.relative_to(ROOT)}", *options),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        if target in ALONE:
            output.write_text(_only_named(output.read_text(encoding="utf-8"), (ROOT / source).read_text(encoding="utf-8")))
        print(output.relative_to(ROOT))


def _only_named(lock: str, source: str) -> str:
    names = set(re.findall(r"^([A-Za-z0-9_.-]+)==", source, re.M))
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)
    return "".join(block for block in blocks if block.split("==")[0] in names)


if __name__ == "__main__":
    main()
