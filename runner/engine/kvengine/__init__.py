"""KV-cache strategies under exact token budgets, behind vLLM's HTTP interface."""

VERSION = "0.1.0"
