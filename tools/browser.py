"""Makes sure that the browser of the end-to-end tests is there: Debian's chromium, installed with apt when we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

INSTALL = "apt-get update && apt-get install -y chromium"


def main() -> None:
    if shutil.which("chromium"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· chromium (pour les tests dans un navigateur)", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(INSTALL, shell=True, capture_output=True, text=True, env=environment, check=False)
        if done.returncode == 0 and shutil.which("chromium"):
            return
        sys.stderr.write(done.stderr[-2000:])
    sys.exit(f"Il manque chromium, le navigateur des tests. Installez-le : {INSTALL}")


if __name__ == "__main__":
    main()
