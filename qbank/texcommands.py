r"""The TeX commands and environments that mathematics in a bank may use: one table, and nothing else passes.

Names are those of LaTeX, amsmath, amssymb and a few of mathtools, bm, cancel, mathrsfs and xcolor, as far as pdflatex
and browsers both know them; the tests compile every one. A signature has a letter for each argument: ``m`` mathematics,
``t`` text, ``o`` optional in brackets, ``d`` a delimiter, ``l`` a length, ``u`` a length in mu, ``c`` a colour, ``n``
columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


def _table(*groups: tuple[str, str]) -> Mapping[str, str]:
    names = {name: signature for signature, names in groups for name in names.split()}
    return MappingProxyType(names | {" ": "", "\n": ""})


COMMANDS: Mapping[str, str] = _table(
    # letters
    ("", "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi"),
    ("", "varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma"),
    ("", "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"),
    ("", "varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega"),
    ("", "aleph beth gimel daleth hbar hslash ell wp Re Im imath jmath partial nabla infty complement Bbbk mho eth"),
    ("", "emptyset varnothing forall exists nexists neg lnot top bot angle measuredangle sphericalangle triangle"),
    ("", "square Box blacksquare lozenge Diamond bigstar diamondsuit heartsuit clubsuit spadesuit flat natural sharp"),
    ("", "prime backprime surd checkmark dagger ddagger dag ddag P S copyright pounds yen circledR maltese"),
    ("", "blacktriangle blacktriangledown blacklozenge triangledown diagup diagdown circledS Finv Game"),
    # functions
    ("", "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup"),
    ("", "ln log max min Pr projlim sec sin sinh sup tan tanh varinjlim varliminf varlimsup varprojlim"),
    ("m", "operatorname operatorname* pmod pod mathop mathbin mathrel mathord mathopen mathclose mathpunct mathinner"),
    ("", "bmod mod"),
    # big operators
    ("", "sum prod coprod int iint iiint iiiint idotsint oint smallint bigcup bigcap bigsqcup bigvee bigwedge"),
    ("", "bigodot bigotimes bigoplus biguplus limits nolimits displaylimits"),
    # binary operators
    ("", "pm mp times div cdot ast star circ bullet cap cup sqcap sqcup vee wedge lor land uplus setminus wr amalg"),
    ("", "diamond bigtriangleup bigtriangledown triangleleft triangleright lhd rhd unlhd unrhd oplus ominus otimes"),
    ("", "oslash odot bigcirc smallsetminus dotplus Cap Cup barwedge doublebarwedge veebar boxminus boxplus boxtimes"),
    ("", "boxdot circledast circledcirc circleddash divideontimes ltimes rtimes leftthreetimes rightthreetimes"),
    ("", "curlyvee curlywedge intercal centerdot doublecap doublecup"),
    # relations
    ("", "le leq ge geq ne neq ll gg lll ggg llless gggtr leqq geqq leqslant geqslant eqslantless eqslantgtr lesssim"),
    ("", "gtrsim lessapprox gtrapprox lessdot gtrdot lessgtr gtrless lesseqgtr gtreqless lesseqqgtr gtreqqless"),
    ("", "equiv sim simeq approx approxeq cong asymp doteq doteqdot Doteq risingdotseq fallingdotseq propto varpropto"),
    ("", "circeq triangleq bumpeq Bumpeq eqcirc eqsim backsim backsimeq thicksim thickapprox coloneqq eqqcolon"),
    ("", "prec succ preceq succeq precsim succsim precapprox succapprox preccurlyeq succcurlyeq"),
    ("", "curlyeqprec curlyeqsucc"),
    ("", "subset supset subseteq supseteq subseteqq supseteqq Subset Supset sqsubset sqsupset sqsubseteq sqsupseteq"),
    ("", "in ni owns notin mid parallel perp vdash dashv models vDash Vdash Vvdash smile frown smallsmile smallfrown"),
    ("", "bowtie Join pitchfork between backepsilon therefore because shortmid shortparallel"),
    ("", "trianglelefteq trianglerighteq vartriangleleft vartriangleright vartriangle blacktriangleleft"),
    ("", "blacktriangleright not"),
    ("", "nless ngtr nleq ngeq nleqslant ngeqslant nleqq ngeqq lneq gneq lneqq gneqq lvertneqq gvertneqq lnsim gnsim"),
    ("", "lnapprox gnapprox nprec nsucc npreceq nsucceq precneqq succneqq precnsim succnsim precnapprox succnapprox"),
    ("", "nsim ncong nmid nparallel nshortmid nshortparallel nvdash nvDash nVdash nVDash nsubseteq"),
    ("", "nsupseteq nsubseteqq"),
    ("", "nsupseteqq subsetneq supsetneq subsetneqq supsetneqq varsubsetneq varsupsetneq varsubsetneqq varsupsetneqq"),
    ("", "ntriangleleft ntriangleright ntrianglelefteq ntrianglerighteq"),
    # arrows
    ("", "to gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow mapsto longmapsto uparrow"),
    ("", "downarrow updownarrow Uparrow Downarrow Updownarrow longleftarrow longrightarrow longleftrightarrow"),
    ("", "Longleftarrow Longrightarrow Longleftrightarrow implies impliedby iff hookleftarrow hookrightarrow"),
    ("", "leftharpoonup leftharpoondown rightharpoonup rightharpoondown rightleftharpoons leftrightharpoons leadsto"),
    ("", "nearrow searrow swarrow nwarrow leftleftarrows rightrightarrows leftrightarrows rightleftarrows upuparrows"),
    ("", "downdownarrows twoheadleftarrow twoheadrightarrow leftarrowtail rightarrowtail looparrowleft looparrowright"),
    ("", "curvearrowleft curvearrowright circlearrowleft circlearrowright Lsh Rsh upharpoonleft"),
    ("", "upharpoonright restriction"),
    ("", "downharpoonleft downharpoonright multimap leftrightsquigarrow rightsquigarrow Lleftarrow Rrightarrow"),
    ("", "dashleftarrow dashrightarrow nleftarrow nrightarrow nLeftarrow nRightarrow nleftrightarrow nLeftrightarrow"),
    ("om", "xleftarrow xrightarrow xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xmapsto xhookrightarrow"),
    ("om", "xhookleftarrow xrightleftharpoons xleftrightharpoons"),
    # delimiters
    ("", "lbrace rbrace lbrack rbrack langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor lceil rceil"),
    ("", "ulcorner urcorner llcorner lrcorner lgroup rgroup lmoustache rmoustache backslash"),
    ("d", "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm left right middle"),
    # fractions and what goes over or under
    ("mm", "frac dfrac tfrac binom dbinom tbinom overset underset stackrel"),
    ("omm", "cfrac"),
    ("om", "sqrt smash"),
    ("m", "overline underline widehat widetilde overrightarrow overleftarrow overleftrightarrow underrightarrow"),
    (
        "m",
        "underleftarrow underleftrightarrow overbrace underbrace overbracket underbracket hat tilde bar vec dot ddot",
    ),
    ("m", "dddot ddddot acute grave breve check mathring substack boxed phantom vphantom hphantom"),
    ("m", "cancel bcancel xcancel mathclap mathllap mathrlap"),
    ("mmm", "sideset prescript"),
    # fonts and styles
    ("m", "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal boldsymbol pmb bm"),
    ("t", "text textrm textbf textit textsf texttt textnormal textup textsc textsl mbox hbox emph tag tag*"),
    ("", "displaystyle textstyle scriptstyle scriptscriptstyle rm bf it sf tt cal"),
    ("cm", "textcolor"),
    ("c", "color"),
    # dots and spaces
    ("", "dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi dotso mathstrut colon ldotp cdotp"),
    ("", "quad qquad enspace thinspace medspace thickspace negthinspace negmedspace negthickspace enskip"),
    ("", "space nobreakspace"),
    ("l", "hspace hspace*"),
    ("u", "mspace"),
    # lines of a display
    ("", "nonumber notag hline hfill cr displaybreak allowbreak nobreak"),
    ("t", "intertext"),
    ("n", "cline"),
    # control symbols
    ("", "\\ , ; : ! > { } | & % # $ _ / -"),
)
"""Every command without its backslash; a name with ``*`` is its starred form."""
FORBIDDEN = _words(
    "input include includeonly openin openout closein closeout read readline write write18 immediate special",
    "catcode lccode uccode mathcode delcode def edef gdef xdef let futurelet newcommand renewcommand providecommand",
    "DeclareMathOperator DeclarePairedDelimiter DeclareRobustCommand newenvironment renewenvironment newcounter",
    "newif newread newwrite newbox newtoks csname endcsname expandafter noexpand directlua luadirect luaexec",
    "latelua luatexbanner loop repeat if ifx ifnum ifdim ifcase ifodd ifmmode else fi or unless everymath",
    "everydisplay everypar jobname meaning string detokenize scantokens pdfliteral pdfobj pdfximage pdffiledump",
    "pdfcreationdate shellescape usepackage RequirePackage documentclass makeatletter makeatother url href",
    "includegraphics verb verbatiminput lstinputlisting pdfoutput output shipout batchmode nonstopmode scrollmode",
    "errorstopmode errmessage message typeout show showthe the number romannumeral global long outer protected",
    "relax begingroup endgroup bgroup egroup aftergroup afterassignment advance multiply divide count dimen skip",
    "toks box setbox copy vbox vtop halign valign noalign span omit char mathchar chardef mathchardef font",
    "fontdimen hyphenchar skewchar end dump endinput filedump InputIfFileExists IfFileExists label ref eqref",
    "pageref cite setcounter stepcounter addtocounter value newpage clearpage par rule raisebox",
)
"""What programs TeX, touches files or goes beyond a formula. The list serves the message: all else is refused too."""

ALIGNING = _words(
    "aligned alignedat gathered split cases dcases rcases array matrix pmatrix bmatrix Bmatrix vmatrix",
    "Vmatrix smallmatrix subarray",
)
"""Environments within a formula."""
DISPLAYS = _words(
    "align align* alignat alignat* flalign flalign* gather gather* multline multline* equation equation*",
)
"""Environments that are a display of their own: alone between ``$$``."""
WITH_ARGUMENT: Mapping[str, str] = MappingProxyType(
    {
        "array": r"[lcr| ]+",
        "subarray": r"[lc]",
        "alignedat": r"[0-9]{1,2}",
        "alignat": r"[0-9]{1,2}",
        "alignat*": r"[0-9]{1,2}",
    }
)
"""Environments that take an argument, by what it must look like."""
_COLUMNS = DISPLAYS - {"equation", "equation*", "multline", "multline*"}
WITHIN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "hline": ALIGNING | DISPLAYS,
        "cline": ALIGNING | DISPLAYS,
        "cr": ALIGNING | DISPLAYS,
        "intertext": _COLUMNS,
        "displaybreak": DISPLAYS,
        "tag": DISPLAYS | {""},
        "tag*": DISPLAYS | {""},
    }
)
"""Commands that stand directly within certain environments only; the empty name is the formula itself."""
DELIMITERS = _words("( ) [ ] / | . < >") | _words(
    r"\{ \} \| \lbrace \rbrace \lbrack \rbrack \langle \rangle \lvert \rvert \lVert \rVert \vert \Vert \lfloor \rfloor",
    r"\lceil \rceil \ulcorner \urcorner \llcorner \lrcorner \lgroup \rgroup \lmoustache \rmoustache \backslash",
    r"\uparrow \downarrow \updownarrow \Uparrow \Downarrow \Updownarrow",
)
r"""What may follow ``\left``, ``\right``, ``\middle`` and ``\big``."""
