import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parents[2] / "backends" / "python")]

pytest_plugins = ["pusher_fake"]
