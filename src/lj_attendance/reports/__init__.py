"""What people read: pages, workbooks, documents and files. Computes no figures."""
