//! Reads of more than one item: queries, scans, cursors, selections, on tables and indexes.
