"""Vectors, matrices, sets, logic and probability against the trees that a student reads, printed back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbank.checker.printing import latex
from qbank.checker.reading.kinds import Kinds
from qbank.checker.reading.kinds_said import kinds_said
from qbank.checker.reading.notation import Notation, infer
from qbank.checker.reading.reader import read
from qbank.checker.reading.tokens import Unreadable
from qbank.checker.syntax import (
    Add,
    Between,
    Builder,
    Call,
    Cases,
    Chance,
    Congruence,
    Const,
    Logic,
    Matrix,
    Moment,
    Mul,
    Name,
    Neg,
    Node,
    Num,
    Pow,
    Quantified,
    Relation,
    Set,
    Tuple,
)

READ = [
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    (r"\left(\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right)", r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    (
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
        r"\det\left(\begin{pmatrix}a & b \\ c & d\end{pmatrix}\right) = a \cdot d - b \cdot c",
    ),
    (
        r"\left|\begin{array}{cc} a & b \\ c & d\end{array}\right|",
        r"\det\left(\begin{pmatrix}a & b \\ c & d\end{pmatrix}\right)",
    ),
    (r"(1, 2, 3)", r"(1, 2, 3)"),
    (r"\langle 1, 2 \rangle", r"(1, 2)"),
    (r"\langle \mathbf{u}, \mathbf{v} \rangle", r"\left\langle \mathbf{u}, \mathbf{v} \right\rangle"),
    (r"[1, 2]^T", r"\begin{pmatrix}1 \\ 2\end{pmatrix}"),
    (r"A^T B", r"A^{\top} \cdot B"),
    (r"A^\top", r"A^{\top}"),
    (r"A^{\mathsf T}", r"A^{\top}"),
    (r"A^{-T} = (A^{-1})^T", r"\left(A^{\top}\right)^{-1} = \left(A^{-1}\right)^{\top}"),
    (r"A^\dagger", r"A^{\dagger}"),
    (r"\det A", r"\det\left(A\right)"),
    (r"\det(A - \lambda I) = 0", r"\det\left(A - \lambda \cdot I\right) = 0"),
    (r"\det(AB) = \det(A)\det(B)", r"\det\left(A \cdot B\right) = \det\left(A\right) \cdot \det\left(B\right)"),
    (r"\operatorname{tr}(AB)", r"\operatorname{tr}\left(A \cdot B\right)"),
    (r"\operatorname{tr}(A^T A)", r"\operatorname{tr}\left(A^{\top} \cdot A\right)"),
    (r"\operatorname{rank} A", r"\operatorname{rank}\left(A\right)"),
    (r"\operatorname{diag}(1, 2, 3)", r"\operatorname{diag}\left(1, 2, 3\right)"),
    (r"(AB)^{-1} = B^{-1}A^{-1}", r"\left(A \cdot B\right)^{-1} = B^{-1} \cdot A^{-1}"),
    (r"(AB)^T = B^T A^T", r"\left(A \cdot B\right)^{\top} = B^{\top} \cdot A^{\top}"),
    (r"\|x\|_2", r"\left\|x\right\|"),
    (r"\|\mathbf{x}\|_2^2", r"\left(\left\|\mathbf{x}\right\|\right)^{2}"),
    (r"\|x\|_1", r"\left\|x\right\|_{1}"),
    (r"\|A\|_F", r"\left\|A\right\|_{F}"),
    (r"\mathbf{u} \cdot \mathbf{v}", r"\mathbf{u} \cdot \mathbf{v}"),
    (r"\mathbf{u} \times \mathbf{v}", r"\mathbf{u} \times \mathbf{v}"),
    (r"\mathbf{u} \cdot (\mathbf{v} \times \mathbf{w})", r"\mathbf{u} \cdot \left(\mathbf{v} \times \mathbf{w}\right)"),
    (r"\mathbf{w}^\top\mathbf{x} + b", r"\mathbf{w}^{\top} \cdot \mathbf{x} + b"),
    (r"A\mathbf{x} = \mathbf{b}", r"A \cdot \mathbf{x} = \mathbf{b}"),
    (r"\mathbf{x}^T A \mathbf{x}", r"\mathbf{x}^{\top} \cdot A \cdot \mathbf{x}"),
    (r"(X^TX)^{-1}X^Ty", r"\left(X^{\top} \cdot X\right)^{-1} \cdot X^{\top} \cdot y"),
    (r"\mathbf{a} \odot \mathbf{b}", r"\mathbf{a} \odot \mathbf{b}"),
    (
        r"3\hat{\imath} + 4\hat{\jmath} - \hat{k}",
        r"3 \cdot \begin{pmatrix}1 \\ 0 \\ 0\end{pmatrix} + 4 \cdot \begin{pmatrix}0 \\ 1 \\ 0\end{pmatrix} - \begin{pmatrix}0 \\ 0 \\ 1\end{pmatrix}",  # noqa: E501
    ),
    (
        r"2\mathbf{i} + 3\mathbf{j}",
        r"2 \cdot \begin{pmatrix}1 \\ 0\end{pmatrix} + 3 \cdot \begin{pmatrix}0 \\ 1\end{pmatrix}",
    ),
    (r"A \in \mathbb{R}^{m \times n}", r"A \in \mathbb{R}^{m \times n}"),
    (r"x \in \mathbb{R}^n", r"x \in \mathbb{R}^{n}"),
    (r"A = \begin{bmatrix} 2 & 1 \\ 1 & 2\end{bmatrix}", r"A = \begin{pmatrix}2 & 1 \\ 1 & 2\end{pmatrix}"),
    (
        r"A^{-1} = \frac{1}{ad-bc}\begin{pmatrix} d & -b \\ -c & a\end{pmatrix}",
        r"A^{-1} = \frac{1}{a \cdot d - b \cdot c} \cdot \begin{pmatrix}d & -b \\ -c & a\end{pmatrix}",
    ),
    (
        r"\begin{pmatrix} 1 \\ 2 \end{pmatrix} \cdot \begin{pmatrix} 3 \\ 4 \end{pmatrix}",
        r"\begin{pmatrix}1 \\ 2\end{pmatrix} \cdot \begin{pmatrix}3 \\ 4\end{pmatrix}",
    ),
    (r"|\mathbf{v}|", r"\left\|\mathbf{v}\right\|"),
    (r"\mathbf{u}\mathbf{v}^T", r"\mathbf{u} \cdot \mathbf{v}^{\top}"),
    (
        r"\frac{\mathbf{u}\cdot\mathbf{v}}{\mathbf{v}\cdot\mathbf{v}}\mathbf{v}",
        r"\frac{\mathbf{u} \cdot \mathbf{v}}{\mathbf{v} \cdot \mathbf{v}} \cdot \mathbf{v}",
    ),
    (r"\{1, 2, 3\}", r"\{1, 2, 3\}"),
    (r"\{x \in \mathbb{R} \mid x > 0\}", r"\{x \in \mathbb{R} \mid x > 0\}"),
    (r"\{x : x^2 < 4\}", r"\{x \mid x^{2} < 4\}"),
    (r"\{x \mid |x| < 2\}", r"\{x \mid \left|x\right| < 2\}"),
    (r"\emptyset", r"\emptyset"),
    (r"\{\}", r"\emptyset"),
    (r"[0,1)", r"[0, 1)"),
    (r"(0, 1]", r"(0, 1]"),
    (r"(-\infty, 2)", r"(-\infty, 2)"),
    (r"]0,1[", r"]0, 1["),
    (r"[0,1[", r"[0, 1)"),
    (r"(0,1) \cup (2,3)", r"(0, 1) \cup (2, 3)"),
    (r"x \in (0,1)", r"x \in (0, 1)"),
    (r"[0, 1] \cap [1/2, 2]", r"[0, 1] \cap [\frac{1}{2}, 2]"),
    (r"A \cup B", r"A \cup B"),
    (r"(A \cup B)^c = A^c \cap B^c", r"\overline{A \cup B} = \overline{A} \cap \overline{B}"),
    (r"\overline{A \cup B} = \bar A \cap \bar B", r"\overline{A \cup B} = \overline{A} \cap \overline{B}"),
    (r"A \setminus (B \cap C)", r"A \setminus \left(B \cap C\right)"),
    (r"A \times B = \{1\}", r"A \times B = \{1\}"),
    (r"\mathcal{P}(A)", r"\mathcal{P}\left(A\right)"),
    (
        r"|A \cup B| = |A| + |B| - |A \cap B|",
        r"\left|A \cup B\right| = \left|A\right| + \left|B\right| - \left|A \cap B\right|",
    ),
    (r"\mathbb{R} \setminus \{0\}", r"\mathbb{R} \setminus \{0\}"),
    (r"\mathbb{R}^2", r"\mathbb{R}^{2}"),
    (r"\mathbb{R}^{+}", r"(0, \infty)"),
    (r"A \subseteq B", r"A \subseteq B"),
    (r"x \notin A \cup B", r"x \notin A \cup B"),
    (r"A' \cap B'", r"\overline{A} \cap \overline{B}"),
    (r"\{1, 2, \ldots, 6\}", r"\{1, 2, 3, 4, 5, 6\}"),
    (r"\bigcup_{i=1}^n A_i", r"\bigcup_{i=1}^{n} A_i"),
    (r"n \in \mathbb{Z}^+", r"n \in \mathbb{Z} \cap (0, \infty)"),
    (r"p \land q", r"p \land q"),
    (r"p \lor \neg q \to r", r"\left(p \lor \neg q\right) \Rightarrow r"),
    (r"\neg(p \land q) \equiv \neg p \lor \neg q", r"\neg \left(p \land q\right) \equiv \neg p \lor \neg q"),
    (r"p \leftrightarrow q", r"p \Leftrightarrow q"),
    (r"p \oplus q", r"p \oplus q"),
    (r"\forall x \in \mathbb{R}\, (x^2 \ge 0)", r"\forall x \in \mathbb{R}\colon x^{2} \ge 0"),
    (r"\exists x\colon x^2 = 2", r"\exists x\colon x^{2} = 2"),
    (r"\forall x \exists y\, (x + y = 0)", r"\forall x\colon \exists y\colon x + y = 0"),
    (
        r"\forall \epsilon > 0 \exists \delta > 0 : |x| < \delta",
        r"\forall \epsilon \in (0, \infty)\colon \exists \delta \in (0, \infty)\colon \left|x\right| < \delta",
    ),
    (r"\forall x (P(x) \to Q(x))", r"\forall x\colon P(x) \Rightarrow Q(x)"),
    (r"\neg \forall x P(x)", r"\neg \left(\forall x\colon P(x)\right)"),
    (r"x > 0 \land y > 0", r"x > 0 \land y > 0"),
    (r"x = 1 \text{ or } x = 2", r"x = 1 \lor x = 2"),
    (r"x^2 = 4 \iff x = \pm 2", r"x^{2} = 4 \Leftrightarrow x = \pm 2"),
    (r"P(A)", r"P(A)"),
    (r"\Pr(A \cap B)", r"P(A \cap B)"),
    (r"\mathbb P(A\mid B)", r"P(A \mid B)"),
    (r"P(A|B) = \frac{P(B|A)P(A)}{P(B)}", r"P(A \mid B) = \frac{P(B \mid A) \cdot P(A)}{P(B)}"),
    (r"P[A]", r"P(A)"),
    (r"P(X=2)", r"P(X = 2)"),
    (r"P(X \le 3, Y > 1)", r"P(X \le 3 \land Y > 1)"),
    (r"P(AB)", r"P(A \cap B)"),
    (r"P(A \text{ and } B)", r"P(A \land B)"),
    (r"P(\text{rain})", r"P(\text{rain})"),
    (r"P(\text{positive} \mid \text{disease})", r"P(\text{positive} \mid \text{disease})"),
    (r"P(\bar A)", r"P(\overline{A})"),
    (r"P(A^c) = 1 - P(A)", r"P(\overline{A}) = 1 - P(A)"),
    (r"P(A' \cap B)", r"P(\overline{A} \cap B)"),
    (r"P(A \cup B) = P(A) + P(B) - P(A \cap B)", r"P(A \cup B) = P(A) + P(B) - P(A \cap B)"),
    (r"P(\overline{A \cup B})", r"P(\overline{A \cup B})"),
    (r"P(|X - 1| < 2)", r"P(\left|X - 1\right| < 2)"),
    (r"P(x) = x^2 + 1", r"P(x) = x^{2} + 1"),
    (r"P(y = 1 \mid x)", r"P(y = 1 \mid x)"),
    (r"E[X]", r"\operatorname{E}[X]"),
    (r"\mathbb E[X]", r"\operatorname{E}[X]"),
    (r"\mathrm{E}(X)", r"\operatorname{E}[X]"),
    (r"E(X^2) - E(X)^2", r"\operatorname{E}[X^{2}] - \left(\operatorname{E}[X]\right)^{2}"),
    (r"\mathbb{E}[X \mid Y]", r"\operatorname{E}[X \mid Y]"),
    (r"\mathbb{E}[X \mid Y = 1]", r"\operatorname{E}[X \mid Y = 1]"),
    (r"\operatorname{Var}(X)", r"\operatorname{Var}[X]"),
    (r"\mathrm{Var}[2X + 1]", r"\operatorname{Var}[2 \cdot X + 1]"),
    (
        r"Var(X) = E(X^2) - (E(X))^2",
        r"\operatorname{Var}[X] = \operatorname{E}[X^{2}] - \left(\operatorname{E}[X]\right)^{2}",
    ),
    (r"\operatorname{Cov}(X,Y)", r"\operatorname{Cov}[X, Y]"),
    (
        r"\operatorname{corr}(X, Y) = \frac{\operatorname{Cov}(X,Y)}{\sigma_X \sigma_Y}",
        r"\operatorname{corr}[X, Y] = \frac{\operatorname{Cov}[X, Y]}{\sigma_X \cdot \sigma_Y}",
    ),
    (r"X \sim N(\mu,\sigma^2)", r"X \sim \mathcal{N}\left(\mu, \sigma^{2}\right)"),
    (r"X \sim \mathcal{N}(0, 1)", r"X \sim \mathcal{N}\left(0, 1\right)"),
    (r"X \sim \text{Bin}(n,p)", r"X \sim \operatorname{Bin}\left(n, p\right)"),
    (r"X \sim B(10, 0.3)", r"X \sim \operatorname{Bin}\left(10, 0.3\right)"),
    (r"X \sim \text{Poisson}(\lambda)", r"X \sim \operatorname{Poisson}\left(\lambda\right)"),
    (r"X \sim \mathrm{Exp}(\lambda)", r"X \sim \operatorname{Exp}\left(\lambda\right)"),
    (r"X \sim U(0,1)", r"X \sim \operatorname{U}\left(0, 1\right)"),
    (r"E = mc^2", r"E = m \cdot c^{2}"),
    (
        r"\mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y]",
        r"\operatorname{E}[X \cdot Y] = \operatorname{E}[X] \cdot \operatorname{E}[Y]",
    ),
    (
        r"f(x) = \begin{cases} x^2 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"f(x) = \begin{cases}x^{2} & x > 0 \\ 0 & \text{otherwise}\end{cases}",
    ),
    (
        r"\begin{cases} x & \text{if } x \ge 0 \\ -x & \text{if } x < 0 \end{cases}",
        r"\begin{cases}x & x \ge 0 \\ -x & x < 0\end{cases}",
    ),
    (
        r"|x| = \begin{cases} x, & x \ge 0, \\ -x, & x < 0. \end{cases}",
        r"\left|x\right| = \begin{cases}x & x \ge 0 \\ -x & x < 0\end{cases}",
    ),
    (r"\begin{cases} x + y = 2 \\ x - y = 0 \end{cases}", r"x + y = 2 \land x - y = 0"),
    (r"\left\{\begin{array}{l} x + y = 2 \\ x - y = 0 \end{array}\right.", r"x + y = 2 \land x - y = 0"),
    (r"\begin{cases} x + y &= 2 \\ x - y &= 0 \end{cases}", r"x + y = 2 \land x - y = 0"),
    (r"17 \equiv 2 \pmod 5", r"17 \equiv 2 \pmod{5}"),
    (r"17 \equiv 2 \pmod{15}", r"17 \equiv 2 \pmod{15}"),
    (r"a \equiv b \bmod n", r"a \equiv b \pmod{n}"),
    (r"a \equiv b \ (\text{mod } n)", r"a \equiv b \pmod{n}"),
    (
        r"a \equiv b \pmod{n} \implies a^2 \equiv b^2 \pmod{n}",
        r"a \equiv b \pmod{n} \Rightarrow a^{2} \equiv b^{2} \pmod{n}",
    ),
    (r"17 \bmod 5", r"17 \bmod 5"),
    (r"2^{10} \mod 7", r"2^{10} \bmod 7"),
    (r"a \mid b", r"a \mid b"),
    (r"3 \nmid 7", r"\neg \left(3 \mid 7\right)"),
    (r"3 | 12", r"3 \mid 12"),
    (r"A \subsetneq B", r"A \subseteq B \land A \ne B"),
    (r"A \supseteq B", r"B \subseteq A"),
    (
        r"\forall x, y \in \mathbb{R} : x + y = y + x",
        r"\forall x \in \mathbb{R}\colon \forall y \in \mathbb{R}\colon x + y = y + x",
    ),
    (r"\sim p \lor q", r"\neg p \lor q"),
    (r"p \rightarrow q", r"p \Rightarrow q"),
    (
        r"x \in A \cap B \iff x \in A \land x \in B",
        r"x \in A \cap B \Leftrightarrow \left(x \in A \land x \in B\right)",
    ),
    (
        r"(p \to q) \land (q \to r) \Rightarrow (p \to r)",
        r"\left(\left(p \Rightarrow q\right) \land \left(q \Rightarrow r\right)\right) \Rightarrow \left(p \Rightarrow r\right)",  # noqa: E501
    ),
    (r"\overline{p \lor q}", r"\neg \left(p \lor q\right)"),
    (r"A + \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}", r"A + \begin{pmatrix}1 & 0 \\ 0 & 1\end{pmatrix}"),
    (r"A'B", r"A' \cdot B"),
    (r"n \in \mathbb{N}_0", r"n \in \mathbb{Z} \cap [0, \infty)"),
    (r"v_1 = (1, 0, 2)", r"v_1 = (1, 0, 2)"),
    (
        r"\lVert \mathbf{a} - \mathbf{b} \rVert^2 = \lVert \mathbf{a} \rVert^2 - 2 \mathbf{a}^\top \mathbf{b} + \lVert \mathbf{b} \rVert^2",  # noqa: E501
        r"\left(\left\|\mathbf{a} - \mathbf{b}\right\|\right)^{2} = \left(\left\|\mathbf{a}\right\|\right)^{2} - 2 \cdot \mathbf{a}^{\top} \cdot \mathbf{b} + \left(\left\|\mathbf{b}\right\|\right)^{2}",  # noqa: E501
    ),
    (r"P(A \cap B) = P(A) P(B)", r"P(A \cap B) = P(A) \cdot P(B)"),
    (r"P(X > 2 \mid X > 1)", r"P(X > 2 \mid X > 1)"),
    (r"\mathbb{P}(X_1 + X_2 > 3)", r"P(X_1 + X_2 > 3)"),
    (r"P(1 < X < 3)", r"P(1 < X < 3)"),
    (r"P(Z \leq 1.96) = 0.975", r"P(Z \le 1.96) = 0.975"),
    (r"P(A \mid B^c)", r"P(A \mid \overline{B})"),
    (r"P(H \cap \neg E)", r"P(H \cap \overline{E})"),
    (r"P(A_1 \cap A_2)", r"P(A_1 \cap A_2)"),
    (r"P(\emptyset) = 0", r"P(\emptyset) = 0"),
    (r"A \mathbf{v} = \lambda \mathbf{v}", r"A \cdot \mathbf{v} = \lambda \cdot \mathbf{v}"),
    (
        r"\mathbf{v}^T \mathbf{v} = \|\mathbf{v}\|^2",
        r"\mathbf{v}^{\top} \cdot \mathbf{v} = \left(\left\|\mathbf{v}\right\|\right)^{2}",
    ),
    (
        r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1}",
        r"\left(\begin{pmatrix}a & b \\ c & d\end{pmatrix}\right)^{-1}",
    ),
    (r"\begin{pmatrix} 1 \\ 2 \\ 3 \end{pmatrix}^T", r"\left(\begin{pmatrix}1 \\ 2 \\ 3\end{pmatrix}\right)^{\top}"),
    (
        r"\begin{pmatrix} 1 & 2 \end{pmatrix} \begin{pmatrix} 3 \\ 4 \end{pmatrix}",
        r"\begin{pmatrix}1 & 2\end{pmatrix} \cdot \begin{pmatrix}3 \\ 4\end{pmatrix}",
    ),
    (r"2\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} - I", r"2 \cdot \begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix} - I"),
    (
        r"A^2 - 5A + 6I = \begin{pmatrix} 0 & 0 \\ 0 & 0 \end{pmatrix}",
        r"A^{2} - 5 \cdot A + 6 \cdot I = \begin{pmatrix}0 & 0 \\ 0 & 0\end{pmatrix}",
    ),
    (
        r"P D P^{-1} = \begin{pmatrix} 1 & 0 \\ 0 & 2 \end{pmatrix}",
        r"P \cdot D \cdot P^{-1} = \begin{pmatrix}1 & 0 \\ 0 & 2\end{pmatrix}",
    ),
    (r"\mathbf{h} = \sigma(W\mathbf{x} + \mathbf{b})", r"\mathbf{h} = \sigma(W \cdot \mathbf{x} + \mathbf{b})"),
    (r"\frac{1}{2}\|Xw - y\|^2", r"\frac{1}{2} \cdot \left(\left\|X \cdot w - y\right\|\right)^{2}"),
    (
        r"\hat{\mathbf{w}} = (X^\top X)^{-1} X^\top \mathbf{y}",
        r"\hat{\mathbf{w}} = \left(X^{\top} \cdot X\right)^{-1} \cdot X^{\top} \cdot \mathbf{y}",
    ),
    (
        r"(\mathbf{A}\mathbf{B})^{-1} = \mathbf{B}^{-1}\mathbf{A}^{-1}",
        r"\left(\mathbf{A} \cdot \mathbf{B}\right)^{-1} = \mathbf{B}^{-1} \cdot \mathbf{A}^{-1}",
    ),
    (
        r"\boldsymbol{\Sigma}^{-1}(\mathbf{x} - \boldsymbol{\mu})",
        r"\boldsymbol{\Sigma}^{-1} \cdot \left(\mathbf{x} - \boldsymbol{\mu}\right)",
    ),
    (r"\mathbf{A}^{-1}\mathbf{A} = \mathbf{I}", r"\mathbf{A}^{-1} \cdot \mathbf{A} = I"),
    (r"A \vec{x} = \vec{0}", r"A \cdot \vec{x} = \mathbf{0}"),
    (
        r"\vec{u} \cdot \vec{v} = |\vec{u}||\vec{v}|\cos\theta",
        r"\vec{u} \cdot \vec{v} = \left\|\vec{u}\right\| \cdot \left\|\vec{v}\right\| \cdot \cos\left(\theta\right)",
    ),
    (r"(1, 2, 3) \cdot (4, 5, 6)", r"(1, 2, 3) \cdot (4, 5, 6)"),
    (r"(1, 2, 3) \times (4, 5, 6)", r"(1, 2, 3) \times (4, 5, 6)"),
    (r"\langle 1, 2, 3 \rangle \cdot \langle 4, 5, 6 \rangle", r"(1, 2, 3) \cdot (4, 5, 6)"),
    (r"2(1, 2) + 3(4, 5)", r"2 \cdot (1, 2) + 3 \cdot (4, 5)"),
    (r"\|(3, 4)\|", r"\left\|(3, 4)\right\|"),
    (
        r"\det\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"\det\left(\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}\right)",
    ),
    (r"\det A^{-1} = \frac{1}{\det A}", r"\det\left(A^{-1}\right) = \frac{1}{\det\left(A\right)}"),
    (r"\operatorname{tr} A = a + d", r"\operatorname{tr}\left(A\right) = a + d"),
    (r"\text{rank}(A) + \text{nullity}(A) = n", r"\operatorname{rank}\left(A\right) + \mathit{nullity}(A) = n"),
    (r"A_{ij}", r"A_{ij}"),
    (r"A = A^T", r"A = A^{\top}"),
    (r"x^T", r"x^{\top}"),
    (r"\max\{a, b\}", r"\max\left(a, b\right)"),
    (r"\min(1, 2)", r"\min\left(1, 2\right)"),
    (r"\{a, b\} \cup \{c\}", r"\{a, b\} \cup \{c\}"),
    (r"\{1,2\} \times \{3\}", r"\{1, 2\} \times \{3\}"),
    (r"(A \cup B) \cap C", r"\left(A \cup B\right) \cap C"),
    (
        r"A \triangle B = (A \setminus B) \cup (B \setminus A)",
        r"A \triangle B = \left(A \setminus B\right) \cup \left(B \setminus A\right)",
    ),
    (r"A \cap \emptyset = \emptyset", r"A \cap \emptyset = \emptyset"),
    (r"\overline{A} \cap \overline{B}", r"\overline{A} \cap \overline{B}"),
    (r"A \cap B = \{x \mid x \in A \land x \in B\}", r"A \cap B = \{x \mid x \in A \land x \in B\}"),
    (r"|\mathcal{P}(A)| = 2^{|A|}", r"\left|\mathcal{P}\left(A\right)\right| = 2^{\left|A\right|}"),
    (r"x \in [0, 1]", r"x \in [0, 1]"),
    (r"x \in (-\infty, 0) \cup (0, \infty)", r"x \in (-\infty, 0) \cup (0, \infty)"),
    (r"(-\infty, -1] \cup [1, \infty)", r"(-\infty, -1] \cup [1, \infty)"),
    (r"\{x \in \mathbb{Z} : -2 \le x < 3\}", r"\{x \in \mathbb{Z} \mid -2 \le x < 3\}"),
    (r"\{2, 4, 6, \ldots, 20\}", r"\{2, 4, 6, 8, 10, 12, 14, 16, 18, 20\}"),
    (r"\mathbb{Q} \subset \mathbb{R}", r"\mathbb{Q} \subset \mathbb{R}"),
    (r"\neg p \lor q", r"\neg p \lor q"),
    (r"p \wedge (q \vee r)", r"p \land \left(q \lor r\right)"),
    (
        r"(p \Rightarrow q) \Leftrightarrow (\neg q \Rightarrow \neg p)",
        r"\left(p \Rightarrow q\right) \Leftrightarrow \left(\neg q \Rightarrow \neg p\right)",
    ),
    (r"p \implies q", r"p \Rightarrow q"),
    (
        r"\lnot(\forall x\, P(x)) \equiv \exists x\, \lnot P(x)",
        r"\neg \left(\forall x\colon P(x)\right) \equiv \left(\exists x\colon \neg P(x)\right)",
    ),
    (r"\exists x \in \mathbb{Z} \; (x^2 = 2)", r"\exists x \in \mathbb{Z}\colon x^{2} = 2"),
    (r"\forall n \in \mathbb{N},\ n^2 \ge n", r"\forall n \in \mathbb{N}\colon n^{2} \ge n"),
    (r"\exists y \forall x\, (x < y)", r"\exists y\colon \forall x\colon x < y"),
    (r"\forall x\, (x > 0 \to x^2 > 0)", r"\forall x\colon x > 0 \Rightarrow x^{2} > 0"),
    (r"p \land \top", r"p \land \top"),
    (r"\text{true} \land p", r"\top \land p"),
    (r"x < 1 \lor x > 2", r"x < 1 \lor x > 2"),
    (r"x \ne 0", r"x \ne 0"),
    (r"-1 < x < 1 \text{ and } x \ne 0", r"-1 < x < 1 \land x \ne 0"),
    (r"E[aX + b] = aE[X] + b", r"\operatorname{E}[a \cdot X + b] = a \cdot \operatorname{E}[X] + b"),
    (
        r"\operatorname{Var}(aX+b) = a^2 \operatorname{Var}(X)",
        r"\operatorname{Var}[a \cdot X + b] = a^{2} \cdot \operatorname{Var}[X]",
    ),
    (
        r"\mathrm{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2",
        r"\operatorname{Var}[X] = \operatorname{E}[X^{2}] - \left(\operatorname{E}[X]\right)^{2}",
    ),
    (r"\mathbb{E}[(X-\mu)^2]", r"\operatorname{E}[\left(X - \mu\right)^{2}]"),
    (
        r"\Pr[X = k] = \binom{n}{k} p^k (1-p)^{n-k}",
        r"P(X = k) = \binom{n}{k} \cdot p^{k} \cdot \left(1 - p\right)^{n - k}",
    ),
    (
        r"P(X = k) = \frac{\lambda^k e^{-\lambda}}{k!}",
        r"P(X = k) = \frac{\lambda^{k} \cdot \exp\left(-\lambda\right)}{\left(k\right)!}",
    ),
    (r"P(A|B) = 0.5", r"P(A \mid B) = 0.5"),
    (r"P(\text{disease} | +)", r"P(\text{disease} \mid +)"),
    (r"P(D \mid +) = \frac{P(+ \mid D) P(D)}{P(+)}", r"P(D \mid +) = \frac{P(+ \mid D) \cdot P(D)}{P(+)}"),
    (r"P(X \in [0, 1])", r"P(X \in [0, 1])"),
    (r"P(\text{at least one}) = 1 - P(\text{none})", r"P(\text{at least one}) = 1 - P(\text{none})"),
    (r"P(A \text{ or } B)", r"P(A \lor B)"),
    (r"1 - P(A)", r"1 - P(A)"),
    (r"P(A)P(B)", r"P(A) \cdot P(B)"),
    (r"7x \equiv 3 \pmod{11}", r"7 \cdot x \equiv 3 \pmod{11}"),
    (r"x \equiv 2 \pmod 3", r"x \equiv 2 \pmod{3}"),
    (r"3^{100} \bmod 7", r"3^{100} \bmod 7"),
    (r"n \equiv 1 \ (\mathrm{mod}\ 4)", r"n \equiv 1 \pmod{4}"),
    (r"2 \mid n \land 3 \mid n \implies 6 \mid n", r"\left(2 \mid n \land 3 \mid n\right) \Rightarrow 6 \mid n"),
    (
        r"f(x) = \begin{cases} 1 & \text{if } 0 \le x \le 1, \\ 0 & \text{otherwise.} \end{cases}",
        r"f(x) = \begin{cases}1 & 0 \le x \le 1 \\ 0 & \text{otherwise}\end{cases}",
    ),
    (
        r"u(t) = \begin{cases} 0, & t < 0 \\ 1, & t \geq 0 \end{cases}",
        r"u(t) = \begin{cases}0 & t < 0 \\ 1 & t \ge 0\end{cases}",
    ),
    (r"\begin{cases} 2x + y = 5 \\ x - y = 1 \end{cases}", r"2 \cdot x + y = 5 \land x - y = 1"),
    (
        r"\delta_{ij} = \begin{cases} 1 & i = j \\ 0 & i \neq j \end{cases}",
        r"\delta_{ij} = \begin{cases}1 & i = j \\ 0 & i \ne j\end{cases}",
    ),
    (r"\left[\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}\right]", r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    (
        r"\bigl(\begin{smallmatrix} 1 & 2 \\ 3 & 4 \end{smallmatrix}\bigr)",
        r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
    ),
    (r"[[1, 2], [3, 4]]", r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
    (r"[1, 2, 3]", r"(1, 2, 3)"),
    (r"x \in \{1, 2, 3\}", r"x \in \{1, 2, 3\}"),
    (r"A \cap B \ne \emptyset", r"A \cap B \ne \emptyset"),
    (r"P = IV", r"P = I \cdot V"),
    (r"P(t) = P_0 e^{kt}", r"P(t) = P_0 \cdot \exp\left(k \cdot t\right)"),
    (r"V = IR", r"V = I \cdot R"),
    (r"E(x) = x^2", r"E(x) = x^{2}"),
    (r"F = ma", r"F = m \cdot a"),
    (r"I = \int_0^1 x dx", r"I = \int_{0}^{1} x \,dx"),
    (r"Q \cdot R", r"Q \cdot R"),
    (r"\mathbf{E} = -\nabla V", r"\mathbf{E} = -\nabla V"),
    (r"P(V) = \frac{nRT}{V}", r"P(V) = \frac{n \cdot R \cdot T}{V}"),
    (r"P(x) = \frac{1}{x}", r"P(x) = \frac{1}{x}"),
    (r"P(T) = aT^2", r"P(T) = a \cdot T^{2}"),
    (r"p(y=1|x) = \sigma(w^T x)", r"P(y = 1 \mid x) = \sigma(w^{\top} \cdot x)"),
    (r"\text{P}(X > 1) + \text{P}(X \le 1)", r"P(X > 1) + P(X \le 1)"),
    (r"\mathrm{P}(A) + \mathrm{P}(\overline{A})", r"P(A) + P(\overline{A})"),
    (r"\mathrm P(A)", r"P(A)"),
    (r"\mathsf{E}[X]", r"\operatorname{E}[X]"),
    (r"\mathsf{Var}(X)", r"\operatorname{Var}[X]"),
    (r"P\left(A \mid B\right)", r"P(A \mid B)"),
    (r"P\left(\bigcup_{i=1}^n A_i\right)", r"P(\bigcup_{i=1}^{n} A_i)"),
    (r"P\{X > 1\}", r"P(X > 1)"),
    (r"\Pr\{X=1\}", r"P(X = 1)"),
    (r"p(y=1 \mid x) = 1 - p(y=0 \mid x)", r"P(y = 1 \mid x) = 1 - P(y = 0 \mid x)"),
    (r"A^T A \mathbf{x} = A^T \mathbf{b}", r"A^{\top} \cdot A \cdot \mathbf{x} = A^{\top} \cdot \mathbf{b}"),
    (
        r"\begin{bmatrix} 1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1 \end{bmatrix} \begin{bmatrix} x \\ y \\ z \end{bmatrix}",
        r"\begin{pmatrix}1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1\end{pmatrix} \cdot \begin{pmatrix}x \\ y \\ z\end{pmatrix}",  # noqa: E501
    ),
    (
        r"\begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}",
        r"\begin{pmatrix}\cos\left(\theta\right) & -\sin\left(\theta\right) \\ \sin\left(\theta\right) & \cos\left(\theta\right)\end{pmatrix}",  # noqa: E501
    ),
    (r"\lambda_1 \lambda_2 = \det A", r"\lambda_1 \cdot \lambda_2 = \det\left(A\right)"),
    (r"\mathbf{x}_1^\top \mathbf{x}_2", r"\mathbf{x}_1^{\top} \cdot \mathbf{x}_2"),
    (r"\mathbf{u} \cdot \mathbf{v} \times \mathbf{w}", r"\mathbf{u} \cdot \left(\mathbf{v} \times \mathbf{w}\right)"),
    (r"(\mathbf{a} \cdot \mathbf{b}) \mathbf{c}", r"\left(\mathbf{a} \cdot \mathbf{b}\right) \cdot \mathbf{c}"),
    (
        r"\|\mathbf{u} + \mathbf{v}\| \le \|\mathbf{u}\| + \|\mathbf{v}\|",
        r"\left\|\mathbf{u} + \mathbf{v}\right\| \le \left\|\mathbf{u}\right\| + \left\|\mathbf{v}\right\|",
    ),
    (r"\|\mathbf{x}\|_\infty", r"\left\|\mathbf{x}\right\|_{\infty}"),
    (r"\|A\|", r"\left\|A\right\|"),
    (r"\mathbf{A}^H", r"\mathbf{A}^{\dagger}"),
    (r"U^\dagger U = I", r"U^{\dagger} \cdot U = I"),
    (r"\det(A^{-1}) = (\det A)^{-1}", r"\det\left(A^{-1}\right) = \left(\det\left(A\right)\right)^{-1}"),
    (r"|\det A|", r"\left|\det\left(A\right)\right|"),
    (r"A = P D P^{-1}", r"A = P \cdot D \cdot P^{-1}"),
    (r"X = U \Sigma V^T", r"X = U \cdot \Sigma \cdot V^{\top}"),
    (r"I_3", r"I_3"),
    (
        r"A - \lambda I_2 = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        r"A - \lambda \cdot I_{2} = \begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
    ),
    (r"\mathbf{0} + \mathbf{v}", r"\mathbf{0} + \mathbf{v}"),
    (r"\{\mathbf{u}, \mathbf{v}\}", r"\{\mathbf{u}, \mathbf{v}\}"),
    (r"\{x \in A : x \notin B\}", r"\{x \in A \mid x \notin B\}"),
    (
        r"A \cap (B \cup C) = (A \cap B) \cup (A \cap C)",
        r"A \cap \left(B \cup C\right) = \left(A \cap B\right) \cup \left(A \cap C\right)",
    ),
    (r"A - B = A \cap B^c", r"A \setminus B = A \cap \overline{B}"),
    (r"\mathbb{N} \subseteq \mathbb{Z} \subseteq \mathbb{Q}", r"\mathbb{N} \subseteq \mathbb{Z} \subseteq \mathbb{Q}"),
    (r"x \in \mathbb{R} \setminus \{-1, 1\}", r"x \in \mathbb{R} \setminus \{-1, 1\}"),
    (r"[a, b) \cup (b, c]", r"[a, b) \cup (b, c]"),
    (r"(a, b)", r"(a, b)"),
    (r"[2, \infty)", r"[2, \infty)"),
    (r"(1, 2) \in \mathbb{R}^2", r"(1, 2) \in \mathbb{R}^{2}"),
    (r"f(A \cup B)", r"f(A \cup B)"),
    (r"\{1\} \subset \{1, 2\}", r"\{1\} \subset \{1, 2\}"),
    (r"\{\emptyset, \{1\}\}", r"\{\emptyset, \{1\}\}"),
    (r"x \in ]0, 1]", r"x \in (0, 1]"),
    (r"\mathbb{R}_{>0}", r"(0, \infty)"),
    (r"p \land q \lor r", r"\left(p \land q\right) \lor r"),
    (r"\neg\neg p", r"\neg \left(\neg p\right)"),
    (r"\neg p \land \neg q", r"\neg p \land \neg q"),
    (r"p \land q \implies p", r"\left(p \land q\right) \Rightarrow p"),
    (r"(p \lor q) \land \neg (p \land q)", r"\left(p \lor q\right) \land \neg \left(p \land q\right)"),
    (r"p \veebar q", r"p \oplus q"),
    (r"\nexists x \in \mathbb{Z} : 2x = 1", r"\neg \left(\exists x \in \mathbb{Z}\colon 2 \cdot x = 1\right)"),
    (r"\forall x (P(x)) \lor Q", r"\left(\forall x\colon P(x)\right) \lor Q"),
    (r"\forall x \in A, x > 0", r"\forall x \in A\colon x > 0"),
    (r"x^2 > 0 \Leftarrow x > 0", r"x > 0 \Rightarrow x^{2} > 0"),
    (r"P(A \mid B \cap C)", r"P(A \mid B \cap C)"),
    (r"P(A, B)", r"P(A \land B)"),
    (r"P(X = 1 \mid Y = 0)", r"P(X = 1 \mid Y = 0)"),
    (r"P(X + Y = 3)", r"P(X + Y = 3)"),
    (r"P(A) = \sum_{i=1}^n P(A \mid B_i) P(B_i)", r"P(A) = \sum_{i=1}^{n} P(A \mid B_i) \cdot P(B_i)"),
    (r"P(\neg A \mid B)", r"P(\neg A \mid B)"),
    (r"P(A \cap B^c) = P(A) - P(A \cap B)", r"P(A \cap \overline{B}) = P(A) - P(A \cap B)"),
    (r"P(X \ge a) \le \frac{\mathbb{E}[X]}{a}", r"P(X \ge a) \le \frac{\operatorname{E}[X]}{a}"),
    (r"\mathbb{E}[X] = \sum_x x P(X = x)", r"\operatorname{E}[X] = \sum_{x} x \cdot P(X = x)"),
    (
        r"\mathbb{E}[X] = \int_{-\infty}^{\infty} x f(x) dx",
        r"\operatorname{E}[X] = \int_{-\infty}^{\infty} x \cdot f(x) \,dx",
    ),
    (
        r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) + 2\operatorname{Cov}(X, Y)",
        r"\operatorname{Var}[X + Y] = \operatorname{Var}[X] + \operatorname{Var}[Y] + 2 \cdot \operatorname{Cov}[X, Y]",
    ),
    (r"\sqrt{\operatorname{Var}(X)}", r"\sqrt{\operatorname{Var}[X]}"),
    (r"\operatorname{sd}(X)", r"\operatorname{sd}[X]"),
    (r"\bar{X} \sim N(\mu, \frac{\sigma^2}{n})", r"\bar{X} \sim \mathcal{N}\left(\mu, \frac{\sigma^{2}}{n}\right)"),
    (r"Z = \frac{X - \mu}{\sigma}", r"Z = \frac{X - \mu}{\sigma}"),
    (r"X \sim \text{Geom}(p)", r"X \sim \operatorname{Geom}\left(p\right)"),
    (r"X \sim \operatorname{Uniform}[0, 1]", r"X \sim \operatorname{U}\left(0, 1\right)"),
    (r"P(-1 \le Z \le 1)", r"P(-1 \le Z \le 1)"),
    (r"P(\Omega) = 1", r"P(\Omega) = 1"),
    (r"P(A)^2", r"\left(P(A)\right)^{2}"),
    (r"\binom{n}{k} p^k (1-p)^{n-k}", r"\binom{n}{k} \cdot p^{k} \cdot \left(1 - p\right)^{n - k}"),
    (
        r"5x \equiv 1 \pmod{7} \iff x \equiv 3 \pmod{7}",
        r"5 \cdot x \equiv 1 \pmod{7} \Leftrightarrow x \equiv 3 \pmod{7}",
    ),
    (r"a^{p-1} \equiv 1 \pmod{p}", r"a^{p - 1} \equiv 1 \pmod{p}"),
    (r"a \equiv b", r"a \equiv b"),
    (r"4 \mid 12", r"4 \mid 12"),
    (r"(a + b) \bmod n", r"\left(a + b\right) \bmod n"),
    (r"x \not\in A", r"x \notin A"),
    (r"a \not= b", r"a \ne b"),
    (r"\begin{cases} x = 1 \\ y = 2 \\ z = 3 \end{cases}", r"x = 1 \land y = 2 \land z = 3"),
    (
        r"\begin{cases} 1 & x \in A \\ 0 & x \notin A \end{cases}",
        r"\begin{cases}1 & x \in A \\ 0 & x \notin A\end{cases}",
    ),
    (
        r"\begin{cases} x^2, & \text{if } x \leq 1 \text{ and } x > 0 \\ 2, & \text{else} \end{cases}",
        r"\begin{cases}x^{2} & x \le 1 \land x > 0 \\ 2 & \text{otherwise}\end{cases}",
    ),
    (
        r"\max(0, x) = \begin{cases} x & \text{for } x > 0 \\ 0 & \text{for } x \le 0 \end{cases}",
        r"\max\left(0, x\right) = \begin{cases}x & x > 0 \\ 0 & x \le 0\end{cases}",
    ),
    (r"-7 \bmod 3", r"\left(-7\right) \bmod 3"),
    (r"5 - (7 \bmod 3)", r"5 - \left(7 \bmod 3\right)"),
    (r"P(\{1, 2\})", r"P(\{1, 2\})"),
    (r"\Pr(\overline{AB})", r"P(\overline{A \cap B})"),
]


@pytest.mark.parametrize(("formula", "expected"), READ, ids=[formula for formula, _ in READ])
def test_reads_as_a_student_does(formula: str, expected: str) -> None:
    notation = infer([formula])
    tree = read(formula, notation)
    assert latex(tree) == expected
    assert read(expected, notation) == tree


REFUSED = [
    (r"\left[\begin{array}{cc|c} 1 & 2 & 3\\ 3 & 4 & 5\end{array}\right]", r"an augmented matrix is no value"),
    (r"\mathbf{u}\mathbf{v}", r"a product of two vectors side by side"),
    (r"p \to q \to r", r"arrows in a row are read in two ways"),
    (r"p(x \mid y)", r"whether p is a function or a factor cannot be told"),
    (r"\mathbb{Z}_n", r"this set of numbers is not understood"),
    (r"u \perp v", r"what is perpendicular or independent here is not understood"),
    (r"E \rightarrow o \rightarrow net", r"an arrow is not a formula"),
    (r"[0, 1] + 1", r"a sum of sets or statements is not understood"),
    (r"(x > 0) + 1", r"a sum of sets or statements is not understood"),
    (r"\sin(x > 0)", r"a statement where a value must stand"),
    (r"\{(x, y) \mid x > y\}", r"a set of values of a formula is not understood"),
    (r"\mathbf{a}^{[l]} = g(\mathbf{z}^{[l]})", r"a superscript in brackets is an index or a power"),
    (r"A \cup B \cap C", r"operations of sets in a row are read in two ways"),
    (r"x = 2 \mod 5", r"a remainder or a congruence: this mod is read in two ways"),
    (r"f: A \to B", r"':' is not understood here"),
    (r"\mathbf{a}^{[l]}", r"a superscript in brackets is an index or a power"),
    (r"p(x|\theta)", r"whether p is a function or a factor cannot be told"),
    (r"\mathbf{a} \times \mathbf{b} \times \mathbf{c}", r"a cross product of these is not understood"),
    (r"\mathbf{a} \cdot \mathbf{b} \cdot \mathbf{c}", r"a product of several dots is read in two ways"),
    (r"A \otimes B", r"'\\otimes' is not understood here"),
    (r"\operatorname{tr}(A)^2", r"a power after \trace(…) is read in two ways"),
    (r"\begin{vmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{vmatrix}", r"a determinant of a matrix that is not square"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", r"rows of unequal length"),
    (r"A \setminus B \setminus C", r"operations of sets in a row are read in two ways"),
    (r"\{1, 3, \ldots\}", r"',' is missing here"),
    (r"\mathbb{R}_{+}", r"this set of numbers is not understood"),
    (r"p \oplus q \lor r", r"or beside exclusive or is read in two ways"),
    (r"p \leftrightarrow q \leftrightarrow r", r"arrows in a row are read in two ways"),
    (r"\exists! x", r"a quantifier that counts is not understood"),
    (r"x = 1 \lor 2", r"no statement stands beside this connective"),
    (r"p + 1 \land q", r"no statement stands beside this connective"),
    (r"\mathbb{E}_{x}[f(x)]", r"an index on an expectation is not understood"),
    (r"X \sim \chi^2_k", r"this distribution is not understood"),
    (r"X \sim N(0, 1, 2)", r"this many parameters are not understood"),
    (r"\begin{cases} 1 & \text{otherwise} \\ 2 & x > 0 \end{cases}", r"a case after the last"),
    (r"a + b \bmod n", r"how far the remainder reaches"),
]


@pytest.mark.parametrize(("formula", "reason"), REFUSED, ids=[formula for formula, _ in REFUSED])
def test_refuses(formula: str, reason: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read(formula, infer([formula]))
    assert reason in problem.value.reason
    assert 0 <= problem.value.start <= len(formula)


ONE, TWO = Num(1), Num(2)  # type: ignore[arg-type]  # 1 == Fraction(1)
A, B, P, X = Name("A"), Name("B"), Name("p"), Name("X")
TREES: list[tuple[str, Node]] = [
    (r"\begin{vmatrix} 1 & 2 \\ 2 & 1 \end{vmatrix}", Call("det", (Matrix((ONE, TWO, TWO, ONE), 2),))),
    (r"[1, 2]^T", Matrix((ONE, TWO), 1)),
    (r"A^{-T}B", Mul((Pow(Call("transpose", (A,)), Neg(ONE)), B))),
    (r"(1, 2)", Tuple((ONE, TWO))),
    (r"(1, 2]", Between(ONE, TWO, low_open=True, high_open=False)),
    (r"\{1, 2\}", Set((ONE, TWO))),
    (r"A^c \cup B", Call("union", (Call("complement", (A,)), B))),
    (r"P(A \mid B)", Chance(A, B)),
    (r"P(AB)", Chance(Call("intersection", (A, B)))),
    (r"P(X = 1)", Chance(Relation((X, ONE), ("=",)))),
    (r"\mathbb{E}[X \mid Y]", Moment("mean", (X,), Name("Y"))),
    (r"X \sim N(1, 2)", Relation((X, Call("dist_normal", (ONE, TWO))), (r"\sim",))),
    (r"p \to \neg q", Logic("implies", (P, Logic("not", (Name("q"),))))),
    (r"\exists x \in A : x = 1", Quantified("exists", Name("x"), A, Relation((Name("x"), ONE), ("=",)))),
    (r"a \equiv 1 \pmod 2", Congruence((Name("a"), ONE), TWO)),
    (r"1 \mid 2", Relation((ONE, TWO), (r"\mid",))),
]


@pytest.mark.parametrize(("formula", "tree"), TREES, ids=[formula for formula, _ in TREES])
def test_trees(formula: str, tree: Node) -> None:
    assert read(formula, infer([formula])) == tree


SAID = [
    (r"Let $A$ and $B$ be $n \times n$ matrices.", Kinds(matrices=frozenset("AB"))),
    ("Given the vectors $u$ and $v$, find", Kinds(vectors=frozenset("uv"))),
    ("the matrix $A$ and a vector $v_1$", Kinds(matrices=frozenset("A"), vectors=frozenset({"v_"}))),
    ("events A and B are independent", Kinds(events=frozenset("AB"))),
    ("Suppose $A$ and $B$ are independent events", Kinds(events=frozenset("AB"))),
    ("Let $p$, $q$ and $r$ be propositional variables", Kinds(propositions=frozenset("pqr"))),
    ("Let $X$ be a continuous random variable", Kinds(variables=frozenset("X"))),
    ("Simplify the Boolean expression", Kinds(boolean=True)),
    ("two sets A and B", Kinds(sets=frozenset("AB"))),
    ("a matrix and a scalar c", Kinds()),
    ("Let $v$ be the speed in a vector field", Kinds()),
]


@pytest.mark.parametrize(("text", "kinds"), SAID)
def test_words_tell_kinds(text: str, kinds: Kinds) -> None:
    assert replace(kinds_said([text]), sizes=frozenset(), traits=frozenset()) == kinds


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        ("A, B matrix", Kinds(matrices=frozenset("AB"))),
        ("A is a matrix", Kinds(matrices=frozenset("A"))),
        ("A matrix", Kinds(matrices=frozenset("A"))),
        ("$u$, $v$ vectors", Kinds(vectors=frozenset("uv"))),
        ("p, q boolean", Kinds(propositions=frozenset("pq"), boolean=True)),
        ("n positive integer", Kinds()),
    ],
)
def test_assumptions_tell_kinds(entry: str, kinds: Kinds) -> None:
    assert kinds_said((), [entry]) == kinds


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"AB + \bar A C", r"\left(A \land B\right) \lor \left(\neg A \land C\right)"),
        (r"\overline{AB}", r"\neg \left(A \land B\right)"),
        (r"A'B + 1", r"\left(\neg A \land B\right) \lor \top"),
        (r"2^n", r"2^{n}"),
    ],
)
def test_boolean_algebra_is_read_where_it_is_told(formula: str, expected: str) -> None:
    assert latex(read(formula, infer([formula], assumed=["A, B, C boolean"]))) == expected


def test_names_of_one_question_keep_their_kinds() -> None:
    notation = infer([r"\det A = 3", "v = (1, 2)", r"P(C) = 0.5", r"\det B"])
    assert notation.kind_of(A) == "matrix"
    assert notation.kind_of(Name("A", (Name("i"), Name("j")))) is None
    assert notation.kind_of(Name("v")) == "vector"
    assert latex(read("|A|", notation)) == r"\det\left(A\right)"
    assert latex(read(r"P(\bar C)", notation)) == r"P(\overline{C})"
    with pytest.raises(Unreadable):
        read(r"v v", notation)


def test_p_and_e_stay_functions_and_names() -> None:
    assert latex(read("P(x) + 1", infer(["P(x) = x^2"]))) == "P(x) + 1"
    assert latex(read("P V", infer(["P V = n R T"]))) == r"P \cdot V"
    assert latex(read("E^2", infer([r"E = m c^2"]))) == "E^{2}"


# the print reads back, whatever is nested

NOTATION = infer(
    [r"A \cup B", r"P(A \mid B)", r"p \land q", r"\mathbf{u} + \mathbf{v}", r"\det M", r"E[X] + E[Y]", "x"]
)
NUMBERS: st.SearchStrategy[Node] = st.one_of(
    st.integers(0, 9).map(Num),  # type: ignore[arg-type]  # 1 == Fraction(1)
    st.sampled_from([Name("x"), Call("det", (Name("M"),))]),
)
VECTORS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([Name(r"\mathbf{u}"), Name(r"\mathbf{v}")]),
        st.lists(NUMBERS, min_size=2, max_size=3).map(lambda items: Matrix(tuple(items), 1)),
        st.lists(NUMBERS, min_size=2, max_size=3).map(lambda items: Tuple(tuple(items))),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: Call("cross", pair)),
        st.tuples(inner, inner).map(lambda pair: Call("hadamard", pair)),
        st.tuples(st.just(Name("M")), st.sampled_from([Name(r"\mathbf{u}")])).map(Mul),
    ),
    max_leaves=4,
)
SETS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([A, B, Const("empty"), Const("reals")]),
        st.lists(NUMBERS, min_size=1, max_size=3).map(lambda items: Set(tuple(items))),
        st.tuples(NUMBERS, NUMBERS, st.booleans(), st.booleans()).map(lambda ends: Between(*ends)),
        NUMBERS.map(lambda end: Builder(Name("x"), Const("integers"), Relation((Name("x"), end), ("<",)))),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["union", "intersection", "setminus", "symdiff"]), st.tuples(inner, inner)).map(
            lambda call: Call(*call)
        ),
        st.sampled_from([A, B]).map(lambda name: Call("complement", (name,))),
        inner.map(lambda one: Call("powerset", (one,))),
    ),
    max_leaves=5,
)
STATEMENTS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.sampled_from([P, Name("q"), Const("true")]),
        st.tuples(NUMBERS, NUMBERS).map(lambda pair: Relation(pair, (r"\le",))),
        st.tuples(st.just(Name("x")), SETS).map(lambda pair: Relation(pair, (r"\in",))),
        st.tuples(SETS, SETS).map(lambda pair: Relation(pair, (r"\subseteq",))),
        st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: Congruence(three[:2], three[2])),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or", "xor", "implies", "iff"]), st.tuples(inner, inner)).map(
            lambda logic: Logic(*logic)
        ),
        inner.map(lambda one: Logic("not", (one,))),
        st.tuples(st.sampled_from(["forall", "exists"]), inner).map(
            lambda pair: Quantified(pair[0], Name("x"), Const("reals"), pair[1])
        ),
    ),
    max_leaves=5,
)
VALUES: st.SearchStrategy[Node] = st.one_of(
    NUMBERS,
    st.tuples(VECTORS, VECTORS).map(lambda pair: Call("dot", pair)),
    st.tuples(VECTORS, VECTORS).map(lambda pair: Call("inner", pair)),
    VECTORS.map(lambda one: Call("norm", (one,))),
    SETS.map(lambda one: Call("card", (one,))),
    st.tuples(SETS, st.none() | SETS).map(lambda pair: Chance(*pair)),
    STATEMENTS.map(Chance),
    st.tuples(st.sampled_from(["mean", "variance"]), st.just((X,))).map(lambda pair: Moment(*pair)),
    # a case after one that always holds is refused
    st.tuples(NUMBERS, STATEMENTS.filter(lambda told: told != Const("true"))).map(
        lambda case: Cases((case[0], ONE), (case[1], Const("true")))
    ),
)
TREES_OF_ALL_KINDS = st.one_of(
    VECTORS, SETS, STATEMENTS, VALUES, st.tuples(VALUES, VALUES).map(Add), st.tuples(VALUES, VALUES).map(Mul)
)


@given(TREES_OF_ALL_KINDS)
@settings(max_examples=400, deadline=None)
def test_the_print_reads_back(tree: Node) -> None:
    text = latex(tree)
    assert latex(read(text, NOTATION)) == text


@given(st.text(alphabet="\\{}()[]^_&|,:pqxAPEu2=<+ ~", max_size=40))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = read(text, Notation())
    except Unreadable as problem:
        assert problem.reason  # noqa: PT017 - whether it is raised is open
    else:
        assert latex(tree)
