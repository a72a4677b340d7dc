"""`python -m bench.quality [NAME…]`: the public defaults on each set of ../shared/data, beside published numbers."""
