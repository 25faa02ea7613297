"""A validation as a page: HTML in one file (`page`), or markdown with pictures (`markdown`)."""
