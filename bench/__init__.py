"""Benchmarks: every figure is a ratio inside one run, because absolute ones say more about the machine.

python -m bench                  all of them, full size        python -m bench import next --small
python -m bench.peers            beside Label Studio
"""
