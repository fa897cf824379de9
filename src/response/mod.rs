//! Bytes become a page of typed task views, or a fault that says what it is.
