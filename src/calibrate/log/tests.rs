use super::*;

const TODAY: StartDate = StartDate { year: 2026, month: 6, day: 1 };

#[test]
fn every_row_is_used_or_listed_with_its_line() {
    let text = "\
date,class,tenants_affected,minutes,cost,ticket
2024-01-15,outage,120,35,1250.5,T-1
2024-02-30,outage,1,1,1,T-2

2024-03-01T10:15:00Z,outage,,0,-5,T-3
01/04/2024,outage,1,1,1,T-4
2027-01-01,outage,1,1,1,T-5
2024-05-01,,1,1,1,T-6
2024-05-02,outage,1,1,2,000,T-7
2024-05-03,outage,3,$5,1e3
,,,,,
0024-05-03,outage,3,5,1
";
    let log = read(text, TODAY).unwrap();
    assert_eq!((log.rows, log.incidents.len()), (10, 3));
    assert_eq!(log.ignored_columns, ["ticket"]);
    let listed: Vec<(u64, bool, &str)> =
        log.rejections.iter().map(|one| (one.line, one.column.is_none(), one.reason.as_str())).collect();
    let begins = [
        (3, true, "`2024-02-30` is no date such as 2027-01-01: that month has 29 days, not 30"),
        (5, false, "tenants_affected is blank"),
        (5, false, "minutes is 0, which"),
        (5, false, "cost is negative: -5"),
        (6, true, "`01/04/2024` is no date"),
        (7, true, "2027-01-01 is in the future (today is 2026-06-01)"),
        (8, true, "the class is blank"),
        (9, true, "7 fields on this line, 6 on the first"),
        (10, false, "minutes is `$5`, no number"),
        (11, true, "the date is blank"),
        (12, true, "0024-05-03 is before 1970"),
    ];
    assert_eq!(listed.len(), begins.len(), "{listed:?}");
    for (found, expected) in listed.iter().zip(begins) {
        assert!(
            found.0 == expected.0 && found.1 == expected.1 && found.2.starts_with(expected.2),
            "{found:?}"
        );
    }
    assert_eq!(log.incidents[0].cost, Reading::Positive(1250.5));
    assert_eq!(log.incidents[1].minutes, Reading::Zero);
    assert_eq!(log.incidents[2].cost, Reading::Positive(1000.0));
}

#[test]
fn semicolons_come_with_decimal_commas() {
    let log =
        read("\u{feff}Date;Class;Duration minutes;Cost USD\n2024-01-15;outage;3,5;1250\n", TODAY).unwrap();
    assert_eq!(log.incidents[0].minutes, Reading::Positive(3.5));
    assert_eq!(log.columns, [Column::Date, Column::Class, Column::Minutes, Column::Cost]);
}

#[test]
fn what_is_no_log_is_refused() {
    let why = |text: &str| read(text, TODAY).unwrap_err().to_string();
    assert!(why("").starts_with("is empty"));
    assert!(why("date,class\n").starts_with("has no rows"));
    assert!(
        why("day,class\n2024-01-01,x\n")
            .starts_with("has no column `date`; its first line names `day`, `class`")
    );
    assert!(
        why("date,class,cost,cost_usd\n2024-01-01,x,1,1\n")
            .contains("two columns for `cost`: cost and cost_usd")
    );
    assert!(why("date,class\n2024-13-01,x\n").contains("line 2: `2024-13-01` is no date"));
}
