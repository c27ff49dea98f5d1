//! The reading of a probability or rate: per what.

/// What a breach probability or rate counts. Mandatory in the scenario file, because 0.1 % per platform
/// and 0.1 % per database differ by four orders of magnitude at ten thousand databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Per platform and year.
    PlatformYear,
    /// Once over the whole horizon, for the platform.
    PlatformHorizon,
    /// Per isolation unit (database, schema instance, pool) and year.
    UnitYear,
    /// Per pool and year; a database each is a pool of one.
    PoolYear,
    /// Per tenant and year.
    TenantYear,
}

impl Per {
    /// Every reading with the word that the scenario file uses.
    pub const ALL: [(&'static str, Per); 5] = [
        ("platform_year", Per::PlatformYear),
        ("platform_horizon", Per::PlatformHorizon),
        ("unit_year", Per::UnitYear),
        ("pool_year", Per::PoolYear),
        ("tenant_year", Per::TenantYear),
    ];
}
