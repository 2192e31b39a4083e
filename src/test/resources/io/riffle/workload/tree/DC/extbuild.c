int MultiWayMerge(void) { return 0; }
