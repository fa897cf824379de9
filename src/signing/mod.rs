//! A request becomes signed-ready: canonical strings and strings to sign, byte for byte what the service signs. No secret enters.
