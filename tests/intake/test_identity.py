"""The same record in one file: once, twice the same, or twice with different content."""


def outcomes(screening):
    return [
        row[0] for row in screening.connection.execute("SELECT outcome FROM outcome ORDER BY row").fetchall()
    ]


def test_the_later_of_equal_rows_is_a_duplicate(screened, sound):
    screening = screened([sound, {**sound, "CF_WSH": "2号"}, {**sound, "CF_NR_FK": "0.030"}])

    assert outcomes(screening) == ["clean", "clean", "duplicate"]
    assert screening.connection.execute("SELECT row, rule, severity FROM findings").fetchall() == [
        (3, "row.duplicate_in_file", "warning")
    ]


def test_the_same_record_with_different_content_is_rejected_every_time(screened, sound):
    screening = screened([sound, {**sound, "CF_SY": "另一事实。"}, {**sound, "CF_WSH": "2号"}, sound])

    assert outcomes(screening) == ["rejected", "rejected", "clean", "rejected"]


def test_equal_rows_without_a_full_identity_are_found_too(screened, sound):
    row = {**sound, "CF_WSH": ""}

    screening = screened([row, {**row, "CF_SY": "另一事实。"}, row])

    assert outcomes(screening) == ["rejected"] * 3
    found = screening.connection.execute("SELECT row, rule FROM findings WHERE rule LIKE '%file%'").fetchall()
    assert found == [(3, "row.duplicate_in_file")]


def test_two_parties_of_one_case_share_a_number_without_conflict(screened, sound):
    other = {**sound, "CF_XDR_SHXYM": "91310000MA0000015F", "CF_XDR_MC": "白桦运输有限公司"}

    assert outcomes(screened([sound, other])) == ["clean", "clean"]
