//! The parcel table and its neighbours.
