"""Nothing but `polars.read_csv`: what the ratios of `make bench` are taken against."""

import sys

import polars as pl

if __name__ == "__main__":
    pl.read_csv(sys.argv[1])
