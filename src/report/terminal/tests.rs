//! Tests of the terminal report.

use super::*;
use crate::report::{fixture, words};

/// The fixture with its alternatives repeated or cut to `count`.
fn with_alternatives(count: usize) -> Findings {
    let mut findings = fixture::findings();
    let names =
        |index: usize, name: &str| if index < 4 { name.to_owned() } else { format!("{name} {index}") };
    let source = findings.clone();
    let at = |index: usize| &source.alternatives[if count == 1 { 1 } else { index % 4 }];
    findings.alternatives = (0..count)
        .map(|index| {
            let mut one = at(index).clone();
            (one.name, one.label) = (names(index, &one.name), names(index, &one.label));
            one.is_baseline &= index < 4;
            one
        })
        .collect();
    let label = |name: &str| findings.alternatives.iter().find(|one| one.name == name);
    findings.comparisons = (0..count)
        .filter_map(|index| {
            let mut one = source.comparisons.iter().find(|one| one.alternative == at(index).name)?.clone();
            one.alternative = names(index, &one.alternative);
            (count > 1).then_some(one)
        })
        .collect();
    findings.exceedance = (0..count)
        .filter_map(|index| {
            let mut one = source.exceedance.iter().find(|one| one.alternative == at(index).name)?.clone();
            one.alternative = names(index, &one.alternative);
            one.label = label(&one.alternative)?.label.clone();
            Some(one)
        })
        .collect();
    findings
}

fn widest_line(text: &str) -> usize {
    text.lines().map(words::display_width).max().unwrap_or(0)
}

#[test]
fn whole_report_at_80_columns() {
    assert_eq!(render(&fixture::findings(), 80), AT_80_COLUMNS);
}

#[test]
fn more_columns_turn_the_table_upright() {
    let text = render(&fixture::findings(), 160);
    assert!(text.contains(
        "database per tenant (baseline)  $14.2M ± 0.003M          $11.5M  $950K      $1.66M   $71.0K ± 3.2K"
    ));
    let at_120 = render(&fixture::findings(), 120);
    assert!(widest_line(&at_120) <= 120);
    for words in [
        "\nTCO              $9.12M ± 0.06M  $5.36M ± 0.02M  $14.2M ± 0.003M  $7.77M ± 0.01M\n",
        "\n[1] no event in 95.1 % of runs\n",
        "\nAgainst database per tenant\n",
        "\nhybrid         $6.41M ± 0.01M   $1.40M to $7.30M      97.1 %  $6.41M   n/a [1]\n",
        "\ndatabase per tenant        $0        $0     $1.60M   $4.50M [1]\n",
        "100,000 runs (plain), seed 42.",
    ] {
        assert!(at_120.contains(words), "{words}\n{at_120}");
    }
}

#[test]
fn no_line_is_too_wide_and_no_alternative_is_lost() {
    for count in [1, 2, 4, 5, 10, 23] {
        let findings = with_alternatives(count);
        for width in (0..200).step_by(7).chain([80, 100, 120, 160, u16::MAX]) {
            let text = render(&findings, width);
            let widest = widest_line(&text);
            assert!(widest <= usize::from(width.max(40)), "{count} in {width}: {widest}\n{text}");
            let costs = text.split("Against").next().unwrap_or(&text);
            let shared = costs.matches("$58.3M").count();
            assert_eq!(
                shared,
                findings.alternatives.iter().filter(|one| one.name.starts_with("shared")).count()
            );
            assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
        }
    }
}

#[test]
fn hostile_labels_neither_move_the_cursor_nor_break_the_table() {
    let mut findings = fixture::findings();
    findings.alternatives[0].label = "\u{1b}[2Jwiped\nand \"quoted\", =1+1".to_owned();
    findings.alternatives[1].label = "x".repeat(200);
    findings.alternatives[3].label = "每租户数据库每租户数据库每租户数据库每租户数据库".to_owned();
    findings.exceedance[1].label = "y".repeat(200);
    for width in [40, 80, 120, 300] {
        let text = render(&findings, width);
        assert!(widest_line(&text) <= usize::from(width), "{width}\n{text}");
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
    }
}

#[test]
fn absent_figures_leave_no_trace() {
    let mut findings = fixture::findings();
    for alternative in &mut findings.alternatives {
        alternative.figures.retain(|figure| figure.metric != "loss");
    }
    findings.alternatives[0].figures.retain(|figure| figure.metric != "build");
    findings.comparisons.clear();
    findings.exceedance.clear();
    findings.notices.clear();
    let text = render(&findings, 80);
    for words in ["loss,", "TVaR", "Against", "exceeded", "Before you use"] {
        assert!(!text.contains(words), "{words}\n{text}");
    }
    assert!(text.contains("\nBuild                         -           $420K"), "{text}");
    findings.alternatives.clear();
    findings.verdict.clear();
    assert_eq!(render(&findings, 80).lines().count(), 5);
}

/// The fixture with every row that is shown only where there is something to show.
fn with_everything() -> Findings {
    let mut findings = fixture::findings();
    findings.setting.accounting = "brief".to_owned();
    for (index, alternative) in findings.alternatives.iter_mut().enumerate() {
        let size = index as f64;
        alternative.figures.extend([
            fixture::figure("controls", "mean", "usd", 1.2e5 * size, None),
            fixture::figure("migration", "mean", "usd", 3.1e5 * size, None),
            fixture::figure("customer_impact", "mean", "usd", 4.4e6 / (1.0 + size), Some(5.1e4)),
            fixture::figure("customer_impact", "p99", "usd", 6.1e7 / (1.0 + size), None),
            fixture::figure("opportunity", "mean", "usd", 2.5e5 * size, Some(1.1e3)),
        ]);
    }
    for comparison in &mut findings.comparisons {
        comparison.figures.extend([
            fixture::figure("prob_npv_positive", "mean", "fraction", 0.9784, None),
            fixture::figure("prob_total_loss", "mean", "fraction", 0.0004, None),
            fixture::figure("payback_years", "mean", "years", 2.25, None),
            fixture::figure("payback_years", "p50", "years", 1.46, None),
            fixture::figure("prob_payback", "mean", "fraction", 0.93, None),
            fixture::figure("roi", "p50", "ratio", 1.2, None),
        ]);
    }
    findings
}

#[test]
fn what_is_rarely_there_fits_80_columns_too() {
    let findings = with_everything();
    for width in [40, 60, 80, 100, 120, 160] {
        let text = render(&findings, width);
        assert!(widest_line(&text) <= usize::from(width), "{width}\n{text}");
    }
    let text = render(&findings, 80);
    for words in [
        "live?\naccounting: brief — the founding brief's own formulas, for comparison only\n\n",
        "\nMigration                    $0           $310K            $620K           $930K\n",
        "\nHarm to customers over 5 years, present value; not a cost of the provider\n",
        "\nRevenue opportunity of incidents over 5 years, present value; no part of the\ncost above\n",
        "\nRLS + pooling                   $250K ± 1K\n",
        "\nMean ROI                           n/a [1]           2,100 %           n/a [1]\n",
        "\nP(ROI = -100 %)                    0.040 %           0.040 %           0.040 %\n",
        "\nMedian payback                   1.5 years         1.5 years         1.5 years\n",
        "\nP(paid back in 5 years)             93.0 %            93.0 %            93.0 %\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let mut findings = findings;
    for alternative in &mut findings.alternatives {
        alternative.figures.retain(|figure| !["customer_impact", "opportunity"].contains(&&*figure.metric));
        alternative.figures.push(fixture::figure("customer_impact", "mean", "usd", 0.0, None));
    }
    for comparison in &mut findings.comparisons {
        comparison.figures.retain(|figure| figure.statistic != "p50");
    }
    let text = render(&findings, 120);
    assert!(!text.contains("customers") && !text.contains("opportunity"), "{text}");
    assert!(text.contains("Mean payback") && text.contains("2.2 years"), "{text}");
}

#[test]
fn plans_and_limits_are_shown_for_their_questions() {
    let mut findings = fixture::findings();
    for (question, words) in [
        (
            "overage",
            [
                "\ngrowth: a tenant in a month, on average\n",
                "\nP(> burst)          12.6 %      -\n",
                "\nMargin, computed      57.1 %         -\n",
            ],
        ),
        (
            "capacity",
            [
                "\nFirst month in which demand exceeds a limit under shared\n",
                "\nDemand at the start        1,600\nAt the end                42,000\n",
                "\n[1] not within the horizon\n",
            ],
        ),
    ] {
        findings.setting.question = question.to_owned();
        for width in [40, 60, 80, 100, 120, 160] {
            let text = render(&findings, width);
            assert!(widest_line(&text) <= usize::from(width), "{width}\n{text}");
        }
        let text = render(&findings, 80);
        for words in words {
            assert!(text.contains(words), "{words}\n{text}");
        }
        assert!(text.find(words[0]) < text.find("\nCost over"), "{text}");
    }
}

#[test]
fn markdown_has_the_verdict_first_and_every_table() {
    let mut findings = with_everything();
    findings.alternatives[0].label = "a | b <script>".to_owned();
    let text = markdown(&findings);
    let verdict = text.find("RLS + pooling is the cheapest").unwrap();
    assert!(text.starts_with("## Ten thousand tenants") && verdict < text.find("### ").unwrap());
    assert!(text.contains("| a \\| b \\<script\\> |") && !text.contains("<script>"), "{text}");
    for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let first = bars(table.lines().next().unwrap());
        assert!(table.lines().count() > 2 && table.lines().all(|line| bars(line) == first), "{table}");
    }
    assert_eq!((text.matches("\n### ").count(), text.matches("```").count()), (7, 2), "{text}");
}

/// What the four alternatives look like in 80 columns.
const AT_80_COLUMNS: &str = "\
Ten thousand tenants: how far apart should they live?

RLS + pooling is the cheapest of the four alternatives over 5 years: $5.36M in
present value, $8.82M less than database per tenant.
It stays cheaper in 97.8 % of runs, but one run in a hundred loses more than
$31.1M.

Cost over 5 years, present value
────────────────────────────────────────────────────────────────────────────────
                                                    database per
                                                          tenant
                         shared   RLS + pooling       (baseline)          hybrid
────────────────────────────────────────────────────────────────────────────────
TCO              $9.12M ± 0.06M  $5.36M ± 0.02M  $14.2M ± 0.003M  $7.77M ± 0.01M
Infrastructure           $2.38M          $2.54M           $11.5M          $5.02M
Build                        $0           $420K            $950K           $680K
Operations                $610K           $980K           $1.66M          $1.21M
Expected loss    $6.13M ± 0.06M  $1.42M ± 0.02M    $71.0K ± 3.2K     $860K ± 13K
P95 loss                 $29.5M          $8.40M           $0 [1]          $5.10M
P99 loss, VaR99          $58.3M          $31.1M           $1.90M          $19.8M
TVaR99 loss              $81.2M          $52.0M           $4.40M          $33.0M
P(any incident)          22.1 %           8.3 %            4.9 %           6.1 %
────────────────────────────────────────────────────────────────────────────────
[1] no event in 95.1 % of runs

Against database per tenant
──────────────────────────────────────────────────────────────────────────────
Alternative            Saving  Saving, P5 to P95  P(cheaper)     NPV  Mean ROI
──────────────────────────────────────────────────────────────────────────────
shared         $5.06M ± 0.06M  -$15.3M to $11.4M      87.4 %  $5.06M   n/a [1]
RLS + pooling  $8.82M ± 0.02M   $2.10M to $10.2M      97.8 %  $8.82M   2,100 %
hybrid         $6.41M ± 0.01M   $1.40M to $7.30M      97.1 %  $6.41M   n/a [1]
──────────────────────────────────────────────────────────────────────────────
[1] not applicable, because the alternative needs no extra investment

Annual loss exceeded on average once in …, not discounted
───────────────────────────────────────────────────────────────
Alternative          10 years  50 years  250 years  1,000 years
───────────────────────────────────────────────────────────────
shared                 $1.10M    $17.2M     $49.0M   $88.0M [1]
RLS + pooling              $0    $4.40M     $26.0M   $51.0M [1]
database per tenant        $0        $0     $1.60M   $4.50M [1]
hybrid                     $0    $3.10M     $17.0M   $34.0M [1]
───────────────────────────────────────────────────────────────
[1] too few runs to bound this loss from above

Chance that the losses of a year exceed an amount, not discounted
  50 % │
       │
  20 % │
       │
  10 % │ AAAAAAA
       │       AAAAAAAAAAA
   5 % │                  AAAAAAAAAAA
       │                            AAAAAAAAAAA
   2 % │                 DDDD  BBBB            AAAAAAAA
       │                     DDDDD*BBBBBB             AAAA
   1 % │                          DDDDDD*BBBBBB          AAAAA
       │                                DDDDDD*BBBBBB        AAAA
 0.5 % │       C                              DDDDDD*BBBBBB      AAAA
       │       CCCCCC                               DDDD  BBBB      AAAA
 0.2 % │            CCCCC                              DDDD  BBBB      AAA
       │                CCCCCC                            DDDD  BBBB     AAAA
 0.1 % │                     CCC                             DD    BBB      AA
       └┴──────────────────────────────────┴───────────────────────────────────┴
        $1M                                $10M                            $100M
A shared, B RLS + pooling, C database per tenant, D hybrid; * several

Before you use these numbers
- The rate of isolation breaches (isolation.rls.breach.boundary.rate) has no
  source in the scenario; the ranking rests on it.

Present value: flows at the end of each month, losses at the moment of the
event; discount rate 10.0 % a year. 100,000 runs (plain), seed 42. ± is one
standard error. Scenario saas, tenantrisk 0.1.0.
";
