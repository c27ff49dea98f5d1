//! Aggregate laws against closed forms and independent calculations.

mod w1;
