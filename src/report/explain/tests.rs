//! Tests of the list of parameters.

use super::*;

fn fixed(path: &str, value: f64, unit: &'static str) -> ParameterFact {
    ParameterFact {
        path: path.to_owned(),
        value: number::text(value),
        role: "fixed",
        origin: "given",
        source: Some("founding brief".to_owned()),
        unit,
        mean: value,
        median: value,
        p95: value,
        p99: value,
        infinite_variance: false,
        owner: None,
        reviewed: None,
        expires: None,
    }
}

fn parameters() -> Vec<ParameterFact> {
    let default = |fact: ParameterFact| ParameterFact { origin: "default", source: None, ..fact };
    let spread = |fact: ParameterFact, value: &str, [mean, median, p95, p99]: [f64; 4]| ParameterFact {
        value: value.to_owned(),
        mean,
        median,
        p95,
        p99,
        ..fact
    };
    vec![
        fixed("tenants.initial", 10_000.0, "tenants"),
        ParameterFact {
            role: "epistemic",
            source: Some(
                "three years of sales records, the first of them without the branch offices".to_owned(),
            ),
            owner: Some("head of sales".to_owned()),
            reviewed: Some("2026-10-01".to_owned()),
            expires: Some("2026-01-01".to_owned()),
            ..spread(
                fixed("tenants.growth", 0.2, "per_year"),
                "PERT 0.05 / 0.2 / 0.3",
                [0.19, 0.2, 0.27, 0.29],
            )
        },
        ParameterFact {
            infinite_variance: true,
            role: "aleatory",
            source: None,
            expires: Some("soon".to_owned()),
            ..spread(
                fixed("severity.loss", 1.0, "usd"),
                "Pareto, minimum 20,000, alpha 1.03",
                [686_667.0, 39_200.0, 366_500.0, 1_749_000.0],
            )
        },
        ParameterFact {
            role: "epistemic",
            ..default(spread(
                fixed("isolation.rls.breach.boundary.share_of_tenants_exposed", 1.0, "fraction"),
                "beta, mean 0.4, sd 0.2, truncated to 0.01 and above, capped at 0.95",
                [0.41, 0.39, 0.76, 0.87],
            ))
        },
        default(fixed("severity.hourly_rate", 120.0, "usd_per_hour")),
    ]
}

#[test]
fn whole_list_at_80_columns() {
    let text = render(&parameters(), "Ten thousand tenants: how far apart?", 80);
    assert_eq!(text, AT_80_COLUMNS, "{text}");
}

#[test]
fn wide_terminals_have_columns() {
    let text = render(&parameters(), "Ten thousand tenants: how far apart?", 120);
    assert_eq!(text, AT_120_COLUMNS, "{text}");
}

#[test]
fn no_line_is_too_wide_and_nothing_moves_the_cursor() {
    let mut parameters = parameters();
    parameters[1].path = format!("tenants.{}", "x".repeat(150));
    parameters[2].path = format!("\u{1b}[2J{}", "每租户".repeat(30));
    parameters[2].source = Some("y".repeat(300));
    parameters[0].path = String::new();
    parameters[0].value = String::new();
    parameters[3].mean = f64::NAN;
    for width in (0..200).step_by(7).chain([80, 110, 120, u16::MAX]) {
        let text = render(&parameters, "A title\nin two lines", width);
        for line in text.lines() {
            assert!(display_width(line) <= usize::from(width).clamp(40, 160), "{width}: {line}");
            assert_eq!(line, line.trim_end());
        }
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
    }
    assert_eq!(render(&[], "Empty", 80).lines().count(), 5);
}

const AT_80_COLUMNS: &str = "\
Ten thousand tenants: how far apart?

5 parameters: 3 given in the scenario (marked *), 2 filled in (default). 5
warnings (marked !). Fixed: one number. Epistemic: not known well, drawn once
for each run. Aleatory: varies, drawn again for each event.

tenants
────────────────────────────────────────────────────────────────────────────────
* tenants.initial                                          given, fixed, tenants
    10,000 | source: founding brief
* tenants.growth                                      given, epistemic, per year
    PERT 0.05 / 0.2 / 0.3 | mean 0.19, median 0.2, P95 0.27, P99 0.29
    source: three years of sales records, the first of them without the branch
    offices; owner: head of sales; reviewed 2026-10-01; expires 2026-01-01
    ! expires before it was reviewed

severity
────────────────────────────────────────────────────────────────────────────────
* severity.loss                                             given, aleatory, usd
    Pareto, minimum 20,000, alpha 1.03
    mean 686,700, median 39,200, P95 366,500, P99 1,749,000 | expires soon
    ! mean above P95: rare large values make up much of the mean
    ! infinite variance: more runs hardly steady the mean; read percentiles
    ! given without a source
    ! expires \"soon\" is no date of the form 2027-01-31
  severity.hourly_rate                            (default), fixed, usd per hour
    120

isolation
────────────────────────────────────────────────────────────────────────────────
  isolation.rls.breach.boundary.share_of_tenants_exposed
    (default), epistemic, fraction
    beta, mean 0.4, sd 0.2, truncated to 0.01 and above, capped at 0.95
    mean 0.41, median 0.39, P95 0.76, P99 0.87
";
const AT_120_COLUMNS: &str = "\
Ten thousand tenants: how far apart?

5 parameters: 3 given in the scenario (marked *), 2 filled in (default). 5 warnings (marked !). Fixed: one number.
Epistemic: not known well, drawn once for each run. Aleatory: varies, drawn again for each event.

tenants                                                                  value, mean      median         P95         P99
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
* tenants.initial                                  given, fixed, tenants      10,000
    source: founding brief
* tenants.growth                              given, epistemic, per year        0.19         0.2        0.27        0.29
    PERT 0.05 / 0.2 / 0.3
    source: three years of sales records, the first of them without the branch offices; owner: head of sales; reviewed
    2026-10-01; expires 2026-01-01
    ! expires before it was reviewed

severity                                                                 value, mean      median         P95         P99
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
* severity.loss                                     given, aleatory, usd     686,700      39,200     366,500   1,749,000
    Pareto, minimum 20,000, alpha 1.03 | expires soon
    ! mean above P95: rare large values make up much of the mean
    ! infinite variance: more runs hardly steady the mean; read percentiles
    ! given without a source
    ! expires \"soon\" is no date of the form 2027-01-31
  severity.hourly_rate                    (default), fixed, usd per hour         120

isolation                                                                value, mean      median         P95         P99
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
  isolation.rls.breach.boundary.share_of_tenants_exposed                        0.41        0.39        0.76        0.87
    (default), epistemic, fraction | beta, mean 0.4, sd 0.2, truncated to 0.01 and above, capped at 0.95
";
