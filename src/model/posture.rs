//! Whether row-level security is really in force: what PostgreSQL needs for it, item by item.
//!
//! "Superusers and roles with the BYPASSRLS attribute always bypass the row security system"; table owners do too, unless
//! the table has FORCE ROW LEVEL SECURITY (PostgreSQL manual, "Row Security Policies"). A policy reads the tenant from a
//! setting of the session; behind a pooler in transaction mode a session outlives the transaction and passes to the next
//! client with its settings, unless they are made by SET LOCAL. And a table without ENABLE ROW LEVEL SECURITY has none.

use super::{ParameterId, Reach};

/// One thing that must be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostureItem {
    /// The application does not connect as a superuser.
    RoleIsNotSuperuser,
    /// Its role lacks BYPASSRLS.
    RoleLacksBypassrls,
    /// Its role does not own the tables.
    RoleIsNotOwner,
    /// Every table has FORCE ROW LEVEL SECURITY.
    ForceRowLevelSecurity,
    /// Every table of tenants has row-level security enabled.
    EnabledOnEveryTable,
    /// The tenant is set with SET LOCAL in the transaction, or connections are not pooled by transaction.
    SetLocalInTransactions,
}

impl PostureItem {
    /// All items, in the order of [`Posture::items`].
    pub const ALL: [PostureItem; 6] = [
        PostureItem::RoleIsNotSuperuser,
        PostureItem::RoleLacksBypassrls,
        PostureItem::RoleIsNotOwner,
        PostureItem::ForceRowLevelSecurity,
        PostureItem::EnabledOnEveryTable,
        PostureItem::SetLocalInTransactions,
    ];

    /// The key in the scenario file.
    pub fn key(self) -> &'static str {
        match self {
            PostureItem::RoleIsNotSuperuser => "role_is_not_superuser",
            PostureItem::RoleLacksBypassrls => "role_lacks_bypassrls",
            PostureItem::RoleIsNotOwner => "role_is_not_owner",
            PostureItem::ForceRowLevelSecurity => "force_row_level_security",
            PostureItem::EnabledOnEveryTable => "enabled_on_every_table",
            PostureItem::SetLocalInTransactions => "set_local_in_transactions",
        }
    }
}

/// The checklist of an isolation model that rests on row-level security.
#[derive(Debug, Clone, Copy)]
pub struct Posture {
    /// Each is 1 where the item is in order and 0 where it is not; drawn once per run where nobody knows.
    pub items: [ParameterId; PostureItem::ALL.len()],
    /// Factor on the rate of boundary failures where row security is not in force.
    pub unenforced_factor: ParameterId,
    /// How far a boundary failure reaches then.
    pub unenforced_reach: Reach,
}

impl Posture {
    /// Whether row security is in force, 1 or 0; where items are probabilities and independent, the probability of it:
    /// no superuser, no BYPASSRLS, enabled everywhere, set in the transaction, and no owner or FORCE.
    pub fn enforced(&self, values: &[f64]) -> f64 {
        let [superuser, bypass, owner, force, enabled, set_local] = self.items.map(|id| values[id.index()]);
        superuser * bypass * (1.0 - (1.0 - owner) * (1.0 - force)) * enabled * set_local
    }

    /// Whether row security is in force in a run.
    pub fn is_enforced(&self, values: &[f64]) -> bool {
        self.enforced(values) > 0.5
    }

    /// Factor on the rate of boundary failures.
    pub fn factor(&self, values: &[f64]) -> f64 {
        let enforced = self.enforced(values);
        enforced + (1.0 - enforced) * values[self.unenforced_factor.index()]
    }

    /// Every parameter that the factor depends on.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterId> + use<> {
        self.items.into_iter().chain([self.unenforced_factor])
    }
}
