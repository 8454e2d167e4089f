"""The recorder: a process that follows journals and fills recordings. process → lessons → lesson → reel → tracks."""
