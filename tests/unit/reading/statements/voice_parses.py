"""More parses for the tests of statements, as the shipped model makes them: who speaks, through whom."""

# The lawyer said the letters existed. “I have read them.”
GOES_ON = """
The 1 det DT the
lawyer 2 nsubj NN lawyer
said 2 ROOT VBD say
the 4 det DT the
letters 5 nsubj NNS letter
existed_ 2 ccomp VBD exist
. 2 punct . .
“_ 10 punct `` "
I 10 nsubj PRP I
have 10 aux VBP have
read 10 ROOT VBN read
them_ 10 dobj PRP they
._ 10 punct . .
” 10 punct '' "
"""

# The Post quoted her as saying that the cable was cut.
QUOTED_AS = """
The 1 det DT the
Post 2 nsubj NNP Post ORG
quoted 2 ROOT VBD quote
her 2 dobj PRP she
as 2 prep IN as
saying 4 pcomp VBG say
that 10 mark IN that
the 8 det DT the
cable 10 nsubjpass NN cable
was 10 auxpass VBD be
cut_ 5 ccomp VBN cut
. 2 punct . .
"""

# The men told rescuers that the boat sank, the Post wrote, citing doctors.
CITED_THROUGH = """
The 1 det DT the
men 2 nsubj NNS man
told 11 ccomp VBD tell
rescuers 2 dobj NNS rescuer
that 7 mark IN that
the 6 det DT the
boat 7 nsubj NN boat
sank_ 2 ccomp VBD sink
, 11 punct , ,
the 10 det DT the
Post 11 nsubj NNP Post ORG
wrote_ 11 ROOT VBD write
, 11 punct , ,
citing 11 advcl VBG cite
doctors_ 13 dobj NNS doctor
. 11 punct . .
"""

# “We deny it,” a navy spokesman said.
NAVY_WE = """
“_ 9 punct `` "
We 2 nsubj PRP we
deny 9 ccomp VBP deny
it_ 2 dobj PRP it
,_ 9 punct , ,
” 9 punct '' "
a 8 det DT a
navy 8 compound NNP navy ORG
spokesman 9 nsubj NN spokesman
said_ 9 ROOT VBD say
. 9 punct . .
"""

# Norway feared an attack. The government said it was ready.
NATION = """
Norway 1 nsubj NNP Norway GPE
feared 1 ROOT VBD fear
an 3 det DT an
attack_ 1 dobj NN attack
. 1 punct . .
The 6 det DT the
government 7 nsubj NN government
said 7 ROOT VBD say
it 9 nsubj PRP it
was 7 ccomp VBD be
ready_ 9 acomp JJ ready
. 7 punct . .
"""

# The Nigerian army was there. The army denied the raid.
FULLER = """
The 2 det DT the
Nigerian 2 amod JJ nigerian NORP
army 3 nsubj NN army
was 3 ROOT VBD be
there_ 3 advmod RB there
. 3 punct . .
The 7 det DT the
army 8 nsubj NN army
denied 8 ROOT VBD deny
the 10 det DT the
raid_ 8 dobj NN raid
. 8 punct . .
"""

# Anna Berg met Peter Lind in Oslo. He said the ship sank.
TWO_PERSONS = """
Anna 1 compound NNP Anna PERSON
Berg 2 nsubj NNP Berg +
met 2 ROOT VBD meet
Peter 4 compound NNP Peter PERSON
Lind 2 dobj NNP Lind +
in 2 prep IN in
Oslo_ 5 pobj NNP Oslo GPE
. 2 punct . .
He 9 nsubj PRP he
said 9 ROOT VBD say
the 11 det DT the
ship 12 nsubj NN ship
sank_ 9 ccomp VBD sink
. 9 punct . .
"""

# Sylvania declined to comment on the raid.
COMMENT = """
Sylvania 1 nsubj NNP Sylvania GPE
declined 1 ROOT VBD decline
to 3 aux TO to
comment 1 xcomp VB comment
on 3 prep IN on
the 6 det DT the
raid_ 4 pobj NN raid
. 1 punct . .
"""

# In the minister’s view, the deal would fail.
VIEW = """
In 9 prep IN in
the 2 det DT the
minister_ 4 poss NN minister
’s 2 case POS ’s
view_ 0 pobj NN view
, 9 punct , ,
the 7 det DT the
deal 9 nsubj NN deal
would 9 aux MD would
fail_ 9 ROOT VB fail
. 9 punct . .
"""

# The daily reported a raid, which the ministry denied.
WHICH = """
The 1 det DT the
daily 2 nsubj JJ daily DATE
reported 2 ROOT VBD report
a 4 det DT a
raid_ 2 dobj NN raid
, 4 punct , ,
which 9 dobj WDT which
the 8 det DT the
ministry 9 nsubj NN ministry
denied_ 4 relcl VBD deny
. 2 punct . .
"""

# Reports of a second attack could not be checked.
REPORTS = """
Reports 8 nsubjpass NNS report
of 0 prep IN of
a 4 det DT a
second 4 amod JJ second ORDINAL
attack 1 pobj NN attack
could 8 aux MD could
not 8 neg RB not
be 8 auxpass VB be
checked_ 8 ROOT VBN check
. 8 punct . .
"""

# A group calling itself Night Ledger said it took the files.
SELF_CALLED = """
A 1 det DT a
group 6 nsubj NN group
calling 1 acl VBG call
itself 2 dobj PRP itself
Night 5 compound NNP Night PERSON
Ledger 2 oprd NNP Ledger +
said 6 ROOT VBD say
it 8 nsubj PRP it
took 6 ccomp VBD take
the 10 det DT the
files_ 8 dobj NNS file
. 6 punct . .
"""

# Sylvania warned in January of a complete halt.
WARNED_LATE = """
Sylvania 1 nsubj NNP Sylvania GPE
warned 1 ROOT VBD warn
in 1 prep IN in
January 2 pobj NNP January DATE
of 3 prep IN of
a 7 det DT a
complete 7 amod JJ complete
halt_ 4 pobj NN halt
. 1 punct . .
"""

# I believe the deal will hold.
I_WELCOME = """
I 1 nsubj PRP I
believe 1 ROOT VBP believe
the 3 det DT the
deal 5 nsubj NN deal
will 5 aux MD will
hold_ 1 ccomp VB hold
. 1 punct . .
"""

# Tell them that the ship sank.
ORDER = """
Tell 0 ROOT VB tell
them 0 dobj PRP they
that 5 mark IN that
the 4 det DT the
ship 5 nsubj NN ship
sank_ 0 ccomp VBD sink
. 0 punct . .
"""

# Sylvania rejected the claim that the ship was bombed.
REJECTED = """
Sylvania 1 nsubj NNP Sylvania GPE
rejected 1 ROOT VBD reject
the 3 det DT the
claim 1 dobj NN claim
that 8 mark IN that
the 6 det DT the
ship 8 nsubjpass NN ship
was 8 auxpass VBD be
bombed_ 3 acl VBN bomb
. 1 punct . .
"""

# Sylvania dismissed on Monday speculation that the ship sank.
DISMISSED_LATE = """
Sylvania 1 nsubj NNP Sylvania GPE
dismissed 1 ROOT VBD dismiss
on 1 prep IN on
Monday 4 compound NNP Monday DATE
speculation 2 pobj NN speculation
that 8 mark IN that
the 7 det DT the
ship 8 nsubj NN ship
sank_ 1 ccomp VBD sink
. 1 punct . .
"""

# Sylvania said in a statement that the ship sank.
SAID_IN = """
Sylvania 1 nsubj NNP Sylvania GPE
said 1 ROOT VBD say
in 1 prep IN in
a 4 det DT a
statement 2 pobj NN statement
that 8 mark IN that
the 7 det DT the
ship 8 nsubj NN ship
sank_ 1 ccomp VBD sink
. 1 punct . .
"""

# “It sank,” Anna Berg was quoted as saying.
WAS_QUOTED = """
“_ 8 punct `` "
It 2 nsubj PRP it
sank_ 8 ccomp VBD sink
,_ 8 punct , ,
” 8 punct '' "
Anna 6 compound NNP Anna PERSON
Berg 8 nsubjpass NNP Berg +
was 8 auxpass VBD be
quoted 8 ROOT VBN quote
as 8 prep IN as
saying_ 9 pcomp VBG say
. 8 punct . .
"""

# Peter Lind left. One of his aides said it failed.
AIDES = """
Peter 1 compound NNP Peter PERSON
Lind 2 nsubj NNP Lind +
left_ 2 ROOT VBD leave
. 2 punct . .
One 8 nsubj CD one CARDINAL
of 4 prep IN of
his 7 poss PRP$ his
aides 5 pobj NNS aide
said 8 ROOT VBD say
it 10 nsubj PRP it
failed_ 8 ccomp VBD fail
. 8 punct . .
"""
