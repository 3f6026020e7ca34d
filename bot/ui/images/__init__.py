"""Pictures that members send, decoded and written anew: where it is done (`room`), and how (`cleaning`)."""
