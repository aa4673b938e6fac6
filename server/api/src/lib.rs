//! Wire types shared by server, interface and partners.
