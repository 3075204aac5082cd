//! A TLV walker with absolute offsets. It never fails: problems are nodes.
