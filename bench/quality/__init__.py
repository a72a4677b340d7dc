"""`python -m bench.quality [NAME…]`: the public defaults on every data set of ../shared/data, beside published numbers."""
