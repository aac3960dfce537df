"""What people should hear of: what they watch, their inbox, mail at once and in digests."""
