//! NF-e XML, layout 4.00.
