"""What a reading says of the text it leaves out; no trained model."""

from tocsin.model import Document
from tocsin.reading.reader import remark_left_out


def test_text_without_words_is_remarked_with_its_place():
    text = "A cable was cut.\n\n" + "QUJD" * 500
    (remark,) = remark_left_out(Document(id="d1", text=text))
    assert (remark.span.start, remark.span.end) == (18, len(text))
    assert remark.message == "2000 characters are not read: no white space, so no words"


def test_news_has_no_remark():
    assert remark_left_out(Document(id="d1", text="A cable was cut on Monday, the operator said.")) == ()
