"""`cap run` whose rounds follow one another in half a second, for who cannot wait a day."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `cap` does before numpy loads
    from bot.cli import main
    from bot.web import upkeep

    upkeep._SWEEP_SECONDS = upkeep._HANDOVER_SECONDS = 0.5
    upkeep._TALLY_SECONDS = upkeep._PURGE_SECONDS = 0.5
    sys.exit(main(["run"]))
