"""One module a use case: files in, a frozen result out. Nothing is printed here."""
