//! What crosses a crate border, and the kit that proves it.
