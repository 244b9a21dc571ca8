"""What is measured, against which peer, one command each. Results stand in docs/benchmarks.md with the machine named."""
