//! Money, rates, time: the few types and functions that prevent a unit mistake.

mod calendar;
mod discount;
mod money;
mod per;
mod words;

pub use calendar::StartDate;
pub use discount::{Convention, Discount};
pub use money::{UsdNotation, format_grouped, format_percent, format_usd, format_usd_exact};
pub use per::Per;
pub use words::{format_count, format_number, format_with_error, in_words, rounded};
