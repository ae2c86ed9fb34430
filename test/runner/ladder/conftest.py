"""What the ladder's tests share."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT / "runner/ladder"), str(ROOT / "runner/engine")]
