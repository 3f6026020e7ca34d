"""The agreement on Discord: its posts, `/agreement`, and `/facilitate agreement`."""
