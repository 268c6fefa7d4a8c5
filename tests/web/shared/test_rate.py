"""Token buckets."""

from gongxin.web.shared.rate import RateLimit, client_address


def test_a_full_bucket_gives_as_many_as_the_limit_and_no_more():
    limit = RateLimit(3)
    waits = [limit.take("a", now=0.0).wait for _ in range(4)]

    assert waits == [0, 0, 0, 20]


def test_a_bucket_fills_again_evenly():
    limit = RateLimit(60)
    for _ in range(60):
        limit.take("a", now=0.0)

    assert limit.take("a", now=0.5).wait == 1
    assert limit.take("a", now=1.5).wait == 0


def test_one_client_does_not_use_up_another_s_bucket():
    limit = RateLimit(1)
    limit.take("a", now=0.0)

    assert limit.take("b", now=0.0).wait == 0
    assert limit.take("a", now=0.0).wait == 60


def test_a_forgotten_client_starts_anew():
    limit = RateLimit(1)
    limit.take("a", now=0.0)
    limit.forget("a")

    assert limit.take("a", now=0.0).wait == 0


def test_only_a_proxy_on_this_machine_may_say_who_asks(rf):
    forwarded = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 9.9.9.9"}

    assert client_address(rf.get("/", REMOTE_ADDR="127.0.0.1", **forwarded)) == "9.9.9.9"
    assert client_address(rf.get("/", REMOTE_ADDR="1.2.3.4", **forwarded)) == "1.2.3.4"
