//! import nfe.
