//! The press: papers as PDF.
