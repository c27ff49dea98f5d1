//! Whether row-level security is in force, where nobody has checked.

use super::{Default, JUDGEMENT, ReachDefault, of};
use crate::model::PostureItem;

/// Probability that each item is in order.
pub const POSTURE: [(PostureItem, Default); PostureItem::ALL.len()] = [
    (PostureItem::RoleIsNotSuperuser, of(0.97, JUDGEMENT)),
    (PostureItem::RoleLacksBypassrls, of(0.97, JUDGEMENT)),
    (PostureItem::RoleIsNotOwner, of(0.6, JUDGEMENT)),
    (PostureItem::ForceRowLevelSecurity, of(0.7, JUDGEMENT)),
    (PostureItem::EnabledOnEveryTable, of(0.9, JUDGEMENT)),
    (PostureItem::SetLocalInTransactions, of(0.9, JUDGEMENT)),
];
/// Factor on the rate of boundary failures where row security is not in force.
pub const UNENFORCED_FACTOR: Default = of(
    4.46,
    "boundary rates of the founding brief: 4.46 % a year with shared everything over 1 % with row-level security",
);
/// Reach of a boundary failure then: that of shared everything.
pub const UNENFORCED_REACH: ReachDefault = ReachDefault::All;
