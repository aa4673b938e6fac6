//! Bytes to and from scanners, scales and printers.
