"""What every search engine must do, in words."""
