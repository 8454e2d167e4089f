"""What leaders look at: progress, teachers' activity, the share of periods online (circular 09/2021, Đ.9.2.c)."""
