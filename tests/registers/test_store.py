"""What an upload leaves on the disk says nothing to whoever finds it, and opens nowhere but in its place."""

import json
import tracemalloc

import pytest

from xiaoyi_partybuild.registers import store
from xiaoyi_partybuild.registers.models import Upload

SECRET = "张三，电话13900000000"
ROWS = [({"create"} | ({"reject"} if number % 3 == 0 else set()), {"name": f"{SECRET}{number}"}) for number in range(70)]


@pytest.fixture
def kept(uploads):
    upload = Upload(name="名册.xlsx")
    store.keep_workbook(upload, [SECRET.encode(), b"x" * 3_000_000])
    store.keep_review(upload, {"title": SECRET}, ROWS)
    return upload


def test_what_was_kept_is_read_back(kept):
    assert store.workbook(kept) == SECRET.encode() + b"x" * 3_000_000


def test_a_review_is_read_a_page_at_a_time(kept):
    review = store.Review(kept)
    assert review["title"] == SECRET
    assert [row["name"] for row in review.marked()[50:52]] == [f"{SECRET}50", f"{SECRET}51"]
    assert [row["name"] for row in review.marked("reject")[1:3]] == [f"{SECRET}3", f"{SECRET}6"]
    assert len(review.marked("no such mark")) == 0


def test_a_review_knows_how_many_rows_bear_each_mark(kept):
    review = store.Review(kept)
    assert review.total == len(ROWS)
    assert review.counts == {"create": 70, "reject": 24}
    assert [len(review.marked(mark)) for mark in (None, "create", "reject")] == [70, 70, 24]


def test_a_page_of_a_large_review_takes_little_memory(kept):
    store.keep_review(kept, {}, (({"create", "attention"}, number) for number in range(100_000)))
    tracemalloc.start()
    review = store.Review(kept)
    assert (review.counts["attention"], list(review.marked("create")[99_998:])) == (100_000, [99_998, 99_999])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * 2**20


def test_nothing_readable_lies_on_the_disk(kept):
    for path in store.folder(kept).iterdir():
        data = path.read_bytes()
        assert SECRET.encode() not in data
        assert json.dumps(SECRET).encode() not in data
        assert "title" not in repr(data)


def altered(data):
    return data[:40] + bytes([data[40] ^ 1]) + data[41:]


@pytest.mark.parametrize("spoil", [altered, lambda data: data[:-30], lambda data: data[:2], lambda data: b""])
@pytest.mark.parametrize(("name", "read"), [(store.WORKBOOK, store.workbook), (store.REVIEW, store.Review)])
def test_what_was_altered_or_cut_short_does_not_open(kept, spoil, name, read):
    path = store.folder(kept) / name
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(store.Gone, match="请重新上传"):
        read(kept)


def test_a_file_of_another_upload_does_not_open(kept):
    other = Upload(name="名册.xlsx")
    store.keep_workbook(other, [b"x"])
    (store.folder(other) / store.WORKBOOK).write_bytes((store.folder(kept) / store.WORKBOOK).read_bytes())
    with pytest.raises(store.Gone):
        store.workbook(other)


def test_another_key_opens_nothing(kept, settings):
    settings.FIELD_KEY = "another " * 8
    with pytest.raises(store.Gone):
        store.workbook(kept)


def test_what_was_removed_is_gone(kept):
    assert store.has_workbook(kept)
    assert store.has_review(kept)
    store.remove(kept)
    assert not store.folder(kept).exists()
    assert list(store.everything()) == []
    with pytest.raises(store.Gone):
        store.workbook(kept)
    store.remove(kept)
