"""Parses checked by hand for the tests of statements: a row is word, head, relation, tag, lemma, KIND."""

import spacy
from spacy.tokens import Doc

from tocsin.reading.passage import Passage

# A word ending in "_" has no space behind it. An upper-case last cell is the kind of name; "+" goes on.
PARTS = {
    **dict.fromkeys(("NN", "NNS"), "NOUN"),
    **dict.fromkeys(("NNP", "NNPS"), "PROPN"),
    **dict.fromkeys(("PRP", "WP"), "PRON"),
    **dict.fromkeys((".", ",", ":", "``", "''"), "PUNCT"),
    **dict.fromkeys(("TO", "POS"), "PART"),
    **{"JJ": "ADJ", "IN": "ADP", "DT": "DET", "CD": "NUM", "CC": "CCONJ", "RB": "ADV", "MD": "AUX"},
}


def make_passage(text, *, offset=0):
    """A passage of one parse; a row is "word head relation tag lemma [KIND]"."""
    cells = [row.split() for row in text.strip().splitlines()]
    tags = [cell[3] for cell in cells]
    kinds = [cell[5] if len(cell) > 5 else "" for cell in cells]
    ents, last = [], ""
    for kind in kinds:
        last = kind if kind not in ("", "+") else last
        ents.append("O" if not kind else f"I-{last}" if kind == "+" else f"B-{kind}")
    doc = Doc(
        spacy.blank("en").vocab,
        words=[cell[0].removesuffix("_") for cell in cells],
        spaces=[not cell[0].endswith("_") for cell in cells],
        heads=[int(cell[1]) for cell in cells],
        deps=[cell[2] for cell in cells],
        tags=tags,
        pos=["AUX" if cell[2] in ("aux", "auxpass") else PARTS.get(cell[3], "VERB") for cell in cells],
        lemmas=[cell[4] for cell in cells],
        ents=ents,
    )
    return Passage(doc=doc, document_id="d", offset=offset)


def quote(passage, span):
    """The words at a span."""
    return passage.doc.text[span.start - passage.offset : span.end - passage.offset]


# According to the Morning Post, Admiral Berg said the alliance was studying a response.
NESTED = """
According 8 prep VBG accord
to 0 prep IN to
the 4 det DT the ORG
Morning 4 compound NNP Morning +
Post_ 1 pobj NNP Post +
, 8 punct , ,
Admiral 7 compound NNP Admiral
Berg 8 nsubj NNP Berg PERSON
said 8 ROOT VBD say
the 10 det DT the
alliance 12 nsubj NN alliance
was 12 aux VBD be
studying 8 ccomp VBG study
a 14 det DT a
response_ 12 dobj NN response
._ 8 punct . .
"""

# Ruritania said that Sylvania had claimed the bridge was bombed.
SAID_CLAIMED = """
Ruritania 1 nsubj NNP Ruritania GPE
said 1 ROOT VBD say
that 5 mark IN that
Sylvania 5 nsubj NNP Sylvania GPE
had 5 aux VBD have
claimed 1 ccomp VBN claim
the 7 det DT the
bridge 9 nsubjpass NN bridge
was 9 auxpass VBD be
bombed_ 5 ccomp VBN bomb
._ 1 punct . .
"""

# Ruritania denied cutting the cable and accused Sylvania of lying.
DENIED_ACCUSED = """
Ruritania 1 nsubj NNP Ruritania GPE
denied 1 ROOT VBD deny
cutting 1 xcomp VBG cut
the 4 det DT the
cable 2 dobj NN cable
and 1 cc CC and
accused 1 conj VBD accuse
Sylvania 6 dobj NNP Sylvania GPE
of 6 prep IN of
lying_ 8 pcomp VBG lie
._ 1 punct . .
"""

# Two men were suspected of planning an attack.
SUSPECTED = """
Two 1 nummod CD two CARDINAL
men 3 nsubjpass NNS man
were 3 auxpass VBD be
suspected 3 ROOT VBN suspect
of 3 prep IN of
planning 4 pcomp VBG plan
an 7 det DT an
attack_ 5 dobj NN attack
._ 3 punct . .
"""

# The freighter was reportedly hit by a drone.
REPORTEDLY = """
The 1 det DT the
freighter 4 nsubjpass NN freighter
was 4 auxpass VBD be
reportedly 4 advmod RB reportedly
hit 4 ROOT VBN hit
by 4 agent IN by
a 7 det DT a
drone_ 5 pobj NN drone
._ 4 punct . .
"""

# Sylvania threatened to close the strait.
THREATENED = """
Sylvania 1 nsubj NNP Sylvania GPE
threatened 1 ROOT VBD threaten
to 3 aux TO to
close 1 xcomp VB close
the 5 det DT the
strait_ 3 dobj NN strait
._ 1 punct . .
"""

# The ministry declined to confirm that the drone had crashed.
DECLINED = """
The 1 det DT the
ministry 2 nsubj NN ministry
declined 2 ROOT VBD decline
to 4 aux TO to
confirm 2 xcomp VB confirm
that 9 mark IN that
the 7 det DT the
drone 9 nsubj NN drone
had 9 aux VBD have
crashed_ 4 ccomp VBN crash
._ 2 punct . .
"""

# The minister rejected Ruritania's claim that the pipeline was attacked.
REJECTED_CLAIM = """
The 1 det DT the
minister 2 nsubj NN minister
rejected 2 ROOT VBD reject
Ruritania_ 5 poss NNP Ruritania GPE
's 3 case POS 's
claim 2 dobj NN claim
that 10 mark IN that
the 8 det DT the
pipeline 10 nsubjpass NN pipeline
was 10 auxpass VBD be
attacked_ 5 acl VBN attack
._ 2 punct . .
"""

# The ban, he said, will hurt.
PARENTHESIS = """
The 1 det DT the
ban_ 7 nsubj NN ban
, 4 punct , ,
he 4 nsubj PRP he
said_ 7 parataxis VBD say
, 4 punct , ,
will 7 aux MD will
hurt_ 7 ROOT VB hurt
._ 7 punct . .
"""

# “We are ready,” Anna Berg said. “We will answer.”
TWO_QUOTES = """
“_ 8 punct `` "
We 2 nsubj PRP we
are 8 ccomp VBP be
ready_ 2 acomp JJ ready
,_ 8 punct , ,
” 8 punct '' "
Anna 7 compound NNP Anna PERSON
Berg 8 nsubj NNP Berg +
said_ 8 ROOT VBD say
. 8 punct . .
“_ 13 punct `` "
We 13 nsubj PRP we
will 13 aux MD will
answer_ 13 ROOT VB answer
._ 13 punct . .
”_ 13 punct '' "
"""

# The cabinet wants a “full and fast inquiry” into the fire, Berg said.
MIXED = """
The 1 det DT the
cabinet 2 nsubj NN cabinet
wants 15 ccomp VBZ want
a 8 det DT a
“_ 8 punct `` "
full 8 amod JJ full
and 5 cc CC and
fast 5 conj JJ fast
inquiry_ 2 dobj NN inquiry
” 8 punct '' "
into 8 prep IN into
the 12 det DT the
fire_ 10 pobj NN fire
, 15 punct , ,
Berg 15 nsubj NNP Berg PERSON
said_ 15 ROOT VBD say
._ 15 punct . .
"""

# He was accused of spying by the court.
STRAY_AGENT = """
He 2 nsubjpass PRP he
was 2 auxpass VBD be
accused 2 ROOT VBN accuse
of 2 prep IN of
spying 3 pcomp VBG spy
by 4 prep IN by
the 7 det DT the
court_ 5 pobj NN court
._ 2 punct . .
"""

# Anna Berg spoke first. She warned of attacks.
PRONOUN = """
Anna 1 compound NNP Anna PERSON
Berg 2 nsubj NNP Berg +
spoke 2 ROOT VBD speak
first_ 2 advmod RB first ORDINAL
. 2 punct . .
She 6 nsubj PRP she
warned 6 ROOT VBD warn
of 6 prep IN of
attacks_ 7 pobj NNS attack
._ 6 punct . .
"""

# Anna Berg arrived. Berg said the port was closed.
SURNAME = """
Anna 1 compound NNP Anna PERSON
Berg 2 nsubj NNP Berg +
arrived_ 2 ROOT VBD arrive
. 2 punct . .
Berg 5 nsubj NNP Berg PERSON
said 5 ROOT VBD say
the 7 det DT the
port 9 nsubjpass NN port
was 9 auxpass VBD be
closed_ 5 ccomp VBN close
._ 5 punct . .
"""

# Berg said the port was closed, quoted by Reuters.
QUOTED_BY = """
Berg 1 nsubj NNP Berg PERSON
said 1 ROOT VBD say
the 3 det DT the
port 5 nsubjpass NN port
was 5 auxpass VBD be
closed_ 1 ccomp VBN close
, 1 punct , ,
quoted 1 advcl VBN quote
by 7 agent IN by
Reuters_ 8 pobj NNP Reuters ORG
._ 1 punct . .
"""

# The Post reported, citing two officials, that the pipe was cut.
CITING = """
The 1 det DT the
Post 2 nsubj NNP Post ORG
reported_ 2 ROOT VBD report
, 2 punct , ,
citing 2 advcl VBG cite
two 6 nummod CD two CARDINAL
officials_ 4 dobj NNS official
, 4 punct , ,
that 12 mark IN that
the 10 det DT the
pipe 12 nsubjpass NN pipe
was 12 auxpass VBD be
cut_ 4 ccomp VBN cut
._ 2 punct . .
"""

# Sylvania does not believe that Ruritania will attack.
NOT_BELIEVE = """
Sylvania 3 nsubj NNP Sylvania GPE
does 3 aux VBZ do
not 3 neg RB not
believe 3 ROOT VB believe
that 7 mark IN that
Ruritania 7 nsubj NNP Ruritania GPE
will 7 aux MD will
attack_ 3 ccomp VB attack
._ 3 punct . .
"""

# One Baltic diplomat said the talks had failed.
DIPLOMAT = """
One 2 nummod CD one CARDINAL
Baltic 2 amod JJ baltic NORP
diplomat 3 nsubj NN diplomat
said 3 ROOT VBD say
the 5 det DT the
talks 7 nsubj NNS talk
had 7 aux VBD have
failed_ 3 ccomp VBN fail
._ 3 punct . .
"""

# A Foreign Ministry spokeswoman said the talks had failed.
SPOKESWOMAN = """
A 3 det DT a
Foreign 2 compound NNP Foreign ORG
Ministry 3 compound NNP Ministry +
spokeswoman 4 nsubj NN spokeswoman
said 4 ROOT VBD say
the 6 det DT the
talks 8 nsubj NNS talk
had 8 aux VBD have
failed_ 4 ccomp VBN fail
._ 4 punct . .
"""

# Police said a bomb had exploded.
POLICE = """
Police 1 nsubj NNS Police
said 1 ROOT VBD say
a 3 det DT a
bomb 5 nsubj NN bomb
had 5 aux VBD have
exploded_ 1 ccomp VBN explode
._ 1 punct . .
"""

# Two sources said a bomb had exploded.
SOURCES = """
Two 1 nummod CD two CARDINAL
sources 2 nsubj NNS source
said 2 ROOT VBD say
a 4 det DT a
bomb 6 nsubj NN bomb
had 6 aux VBD have
exploded_ 2 ccomp VBN explode
._ 2 punct . .
"""

# Critics of Anna Berg, who said the port was open, protested.
WHO = """
Critics 12 nsubj NNS critic
of 0 prep IN of
Anna 3 compound NNP Anna PERSON
Berg_ 1 pobj NNP Berg +
, 0 punct , ,
who 6 nsubj WP who
said 3 relcl VBD say
the 8 det DT the
port 9 nsubj NN port
was 6 ccomp VBD be
open_ 9 acomp JJ open
, 12 punct , ,
protested_ 12 ROOT VBN protest
._ 12 punct . .
"""

# Ruritania closed the port; Sylvania said nothing.
SEMICOLON = """
Ruritania 1 nsubj NNP Ruritania
closed 6 ccomp VBD close
the 3 det DT the
port_ 1 dobj NN port
; 6 punct : ;
Sylvania 6 nsubj NNP Sylvania GPE
said 6 ROOT VBD say
nothing_ 6 dobj NN nothing
._ 6 punct . .
"""

# Moscow said the talks had failed.
MOSCOW = """
Moscow 1 nsubj NNP Moscow GPE
said 1 ROOT VBD say
the 3 det DT the
talks 5 nsubj NNS talk
had 5 aux VBD have
failed_ 1 ccomp VBN fail
._ 1 punct . .
"""

# The Financial Times met him. According to the newspaper, talks failed.
NEWSPAPER = """
The 2 det DT the ORG
Financial 2 compound NNP Financial +
Times 3 nsubj NNP Times +
met 3 ROOT VBD meet
him_ 3 dobj PRP he
. 3 punct . .
According 12 prep VBG accord
to 6 prep IN to
the 9 det DT the
newspaper_ 7 pobj NN newspaper
, 11 punct , ,
talks 12 nsubj NNS talk
failed_ 12 ROOT VBD fail
._ 12 punct . .
"""

# Anna Berg said she feared a war.
SAID_FEARED = """
Anna 1 compound NNP Anna PERSON
Berg 2 nsubj NNP Berg +
said 2 ROOT VBD say
she 4 nsubj PRP she
feared 2 ccomp VBD fear
a 6 det DT a
war_ 4 dobj NN war
._ 2 punct . .
"""

# Brussels said talks failed.
BRUSSELS = """
Brussels 1 nsubj NNP Brussels GPE
said 1 ROOT VBD say
talks 3 nsubj NNS talk
failed_ 1 ccomp VBD fail
._ 1 punct . .
"""

# Reporters met the admiral. He said talks failed.
OFFICE_BEFORE = """
Reporters 1 nsubj NNS reporter
met 1 ROOT VBD meet
the 3 det DT the
admiral_ 1 dobj NN admiral
. 1 punct . .
He 6 nsubj PRP he
said 6 ROOT VBD say
talks 8 nsubj NNS talk
failed_ 6 ccomp VBD fail
._ 6 punct . .
"""

# Denmark on Monday called it wrong and a sign of fear.
CALLED_ON_A_DAY = """
Denmark 3 nsubj NNP Denmark GPE
on 3 prep IN on
Monday 1 pobj NNP Monday DATE
called 3 ROOT VBD call
it 3 dobj PRP it
wrong 3 oprd JJ wrong
and 3 cc CC and
a 8 det DT a
sign 3 conj NN sign
of 8 prep IN of
fear_ 9 pobj NN fear
._ 3 punct . .
"""
