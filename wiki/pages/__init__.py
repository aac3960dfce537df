"""The room of pages: spaces, pages, revisions, links, files, and who may read and write them."""
