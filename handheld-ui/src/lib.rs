//! Bipe's interface: screens for the floor, pages for the desk.
