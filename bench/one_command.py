"""The smallest Typer application: what `--help` costs before lja adds anything."""

import typer

app = typer.Typer()


@app.command()
def greet(name: str) -> None:
    """Says hello."""
    print(f"Hello, {name}.")


if __name__ == "__main__":
    app()
