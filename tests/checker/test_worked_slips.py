"""Slips in worked solutions that are found by plain arithmetic and by what is stated, and right lines that look alike."""

# ruff: noqa: E501 - a case to a line

from __future__ import annotations

import pytest

from tests.checker.questions import single_choice, verdict

VECTORS = "Let $v_1 = (1,1,0)$ and $v_2 = (2,0,1)$."
MATRIX = r"Let $A = \begin{pmatrix}2&1\\1&2\end{pmatrix}$."
EXPONENTIAL = r"The lifetime $T$ (in years) of a lamp is exponentially distributed with rate $\lambda = \frac12$."
TEST = r"A disease affects $2\,\%$. A test shows $95\,\%$ of the cases."
MIXED = r"Water with $m_1 = 0.20\,\mathrm{kg}$ at $T_1 = 350\,\mathrm{K}$ and $m_2 = 0.30\,\mathrm{kg}$ at $T_2 = 290\,\mathrm{K}$ is mixed. What is $T$?"
RIDGE = r"Ridge regression minimises $$J(w) = \sum_{i=1}^n(y_i-wx_i)^2 + \lambda w^2$$ with $\lambda > 0$. Which $w$?"
DERIVED = r"$$J'(w) = -2\sum_{i=1}^n x_i(y_i-wx_i) + 2\lambda w = 0.$$"
NORMAL = "Let $X$ be normally distributed with mean $50$ and standard deviation $4$. What is $P(46<X<58)$?"
LAGRANGE = "Using Lagrange multipliers, find the largest value that $f(x,y)=x^2y$ takes on the ellipse $x^2+2y^2=6$."
MULTIPLIED = r"The conditions $\nabla f = \lambda\nabla g$ with $g(x,y) = x^2+2y^2$ are $$2xy = 2\lambda x,\qquad x^2 = 4\lambda y.$$ "
REDUCED = r"What is the rank of $A = \begin{pmatrix}1&2&3\\2&4&7\\1&2&4\end{pmatrix}$?"
CURVE = "The curve $x^2y + y^3 = 10$ passes through $(1,2)$. What is its slope there?"
FIELD = r"Let $F(x,y,z) = (x^2y, yz, xz^2)$."

SLIPS = [
    ("arithmetic in an update", "Let $w = 1$ and $g = 4$.", r"The update is $w = 1 - 0.1\cdot4 = 0.96$."),
    ("arithmetic of vectors", r"Let $\mathbf w = (1, -2)$.", r"Update: $\mathbf w = (1,-2) - (0.3,0.1) = (1.3,-1.9)$."),
    ("a wrong sum with the right end", r"Let $b = 0.5$ and $y = b$.", r"One step of descent: $y = 2 - 2 + 1.5 = 0.5$."),
    ("many decimals", "What is $a$?", r"$a = 9.81\cdot(0.866 - 0.2\cdot0.5 + 0.10) \approx 3.21$."),
    ("a quotient of decimals", "Independent events with $P(A) = 0.5$, $P(B) = 0.4$, $P(A \\cup B) = 0.7$.", r"$P(A \mid A\cup B) = \frac{P(A)}{P(A\cup B)} = \frac{0.2}{0.7}$."),
    ("a length", "A plane.", r"A normal vector is $\vec n = (2,-1,2)$; its length is $\|\vec n\| = \sqrt{4-1+4} = \sqrt7$."),
    ("a vector anew", VECTORS + " Which vector $u_2$ does Gram--Schmidt produce?", r"$u_1 = v_1 = (1,1,0)$ and $u_2 = v_2 + \frac{v_2\cdot u_1}{u_1\cdot u_1}u_1$, so $u_2 = (2,0,1) - (1,1,0) = (1,-1,1)$, orthogonal to $u_1$."),
    ("a copied vector", VECTORS, r"Here $v_1 = (1,1,1)$."),
    ("a rank", r"What is the rank of \[A = \begin{pmatrix}1&2\\2&4\end{pmatrix}?\]".replace(r"\[", "$$").replace(r"\]", "$$"), r"$\operatorname{rank} A = 2$."),
    ("an aligned determinant", "When is it zero?", "$$\\begin{aligned}\\begin{vmatrix}1&a\\\\2&1\\end{vmatrix} &= 1\\cdot1 - 2a \\\\ &= 1 + 2a\\end{aligned}$$"),
    ("an unnamed matrix", r"For which $k$ is $\begin{pmatrix}1&k\\2&4\end{pmatrix}$ singular?", r"$\det A = 4 + 2k = 0$."),
    ("a determinant to be zero", r"For which $k$ is $\begin{pmatrix}1&k\\2&4\end{pmatrix}$ singular?", r"Expanding, $\det A = 4 + 2k$, so $k = 2$."),
    ("row operations", r"What is the rank of $\begin{pmatrix}1&2&3\\2&4&7\end{pmatrix}$?", r"Subtracting twice the first row from the second gives $$\begin{pmatrix}1&2&3\\0&1&1\end{pmatrix}.$$"),
    ("eigenvectors exchanged", MATRIX, "The eigenvalues are $3$ with eigenvector $(1,-1)^T$ and $1$ with eigenvector $(1,1)^T$."),
    ("no eigenvector", MATRIX, "The eigenvalues are $3$ and $1$, with eigenvectors $(1,1)^T$ and $(-2,1)^T$."),
    ("a diagonalisation", r"Let $A=\begin{pmatrix}1&1\\0&2\end{pmatrix}$.", r"Hence $A = SDS^{-1}$ with $$S = \begin{pmatrix}1&1\\0&1\end{pmatrix}, \quad D = \begin{pmatrix}1&0\\0&2\end{pmatrix}, \quad S^{-1} = \begin{pmatrix}1&1\\0&1\end{pmatrix}.$$"),
    ("a component", FIELD, "With $F = (P,Q,R)$ we have $P = xy$."),
    ("a slope of a component", FIELD, "With $F = (P,Q,R)$ we have $Q_z = y^2$."),
    ("a slope that is zero", FIELD, "With $P = x^2y$, $Q = yz$ and $R = xz^2$ we have $R_y = x$."),
    ("a curl", FIELD, r"With $F = (P,Q,R)$ the first component is $\frac{\partial R}{\partial y} - \frac{\partial Q}{\partial z} = y$."),
    ("signs of a curl", FIELD, r"Let $F = (P,Q,R)$. The curl is $\nabla\times F = (R_y - Q_z, R_x - P_z, Q_x - P_y)$."),
    ("an entry", r"A net has the logits $\mathbf z = (0, \ln 2, \ln 5)$.", r"The sum is $e^{z_1} + e^{z_2} + e^{z_3} = 0 + 2 + 5 = 7$."),
    ("another entry", r"A net has the logits $z = (2, 1, 0)$, and $p = \operatorname{softmax}(z)$.", r"$$p_2 = \frac{e^{z_1}}{e^{z_1}+e^{z_2}+e^{z_3}} = \frac{e}{e^2+e+1}.$$"),
    ("a standardised place", "Weights are normally distributed with $\\mu = 500$. Recall $\\Phi(1.5) \\approx 0.9332$.", r"$\Phi\left(\frac{500-497}{2}\right) = \Phi(-1.5)$."),
    ("a sign of Φ", "The central limit theorem holds.", r"$\Phi(-0.5) = -\Phi(0.5)$."),
    ("the variance for the deviation", "Use the central limit theorem for $S$.", r"$1 - \Phi\left(\frac{205-200}{25}\right) = 1 - \Phi(1)$."),
    ("a standardised quantity", NORMAL, r"With $Z = \frac{X-50}{4}$ we have $P(46<X<58) = P(-1<Z<2) = \Phi(2) + \Phi(-1)$."),
    ("another deviation", NORMAL, r"With $Z = \frac{X-50}{16}$ we have $P(46<X<58) = P(-1<Z<2)$."),
    ("a survival function", EXPONENTIAL, "The survival function is $P(T > t) = e^{-2t}$."),
    ("a product for a quotient", EXPONENTIAL, r"$P(T > 3 \mid T > 1) = P(T > 3)P(T > 1) = e^{-2}$."),
    ("total probability", TEST, r"$P(+) = P(+\mid D)P(D) + P(+\mid\overline{D})P(D) = 0.95\cdot0.02 + 0.1\cdot0.98 = 0.117$."),
    ("temperatures exchanged", MIXED, r"Solving, $T = \frac{m_1T_2+m_2T_1}{m_1+m_2} = \frac{0.20\cdot350+0.30\cdot290}{0.50}\,\mathrm{K} = 314\,\mathrm{K}$."),
    ("ridge regression", RIDGE, DERIVED + r" Collecting the terms with $w$, $w\left(\lambda-\sum_{i=1}^n x_i^2\right) = \sum_{i=1}^n x_iy_i$."),
    ("ridge regression, solved", RIDGE, DERIVED + r" Solving for $w$, $$w = \frac{\sum_{i=1}^n x_iy_i}{\lambda+\sum_{i=1}^n x_i}.$$"),
    ("rounded in words", "What is it?", r"Hence $P = 1 - 4e^{-3}$, which is approximately $0.851$."),
    ("sums without a range", RIDGE, DERIVED + r" Solving for $w$, $$w = \frac{\sum x_iy_i}{\lambda-\sum x_i^2}.$$"),
    ("row reduction by arrows", REDUCED, r"Row reduction gives $$\begin{pmatrix}1&2&3\\2&4&7\\1&2&4\end{pmatrix} \to \begin{pmatrix}1&2&3\\0&0&1\\0&1&1\end{pmatrix}.$$"),
    ("row equivalence", REDUCED, r"Row operations: $$A \sim \begin{pmatrix}1&2&3\\0&0&1\\0&1&1\end{pmatrix} \sim \begin{pmatrix}1&2&3\\0&0&1\\0&0&0\end{pmatrix}.$$"),
    ("a value at a point", CURVE, "At $(1,2)$ the numerator is $2xy = 4$ and the denominator is $x^2+3y^2 = 7$."),
    ("a step beside what words say", "Two dice are rolled, and $M$ is the larger number.", r"$P(M = k) = \frac{k^2}{36} - \frac{(k-1)^2}{36} = \frac{2k+1}{36}$."),
]  # fmt: skip
RIGHT = [
    ("an assignment", "Let $i = 3$.", "The update is $i = i + 1 = 4$."),
    ("an update", "Let $w = 1$ and $g = 4$.", r"The update is $w = 1 - 0.1\cdot4 = 0.6$. The next update gives $w = 0.6 - 0.1\cdot4 = 0.2$."),
    ("rounded in an update", "Let $w = 1$.", r"The update is $w = 1 - 0.1\cdot\frac23 = 0.933$."),
    ("a rounded product", "What is $a$?", r"$a = 9.81\cdot(0.5 - 0.2\cdot0.866) \approx 3.21$."),
    ("many rounded decimals", "What is $a$?", r"$a = 1.41\cdot1.73 + 2.24\cdot2.65 - 0.58\cdot1.32 \approx 7.62$."),
    ("decimals of probabilities", "Independent events with $P(A) = 0.5$, $P(B) = 0.4$.", r"$P(A\cup B) = 0.7$ and $P(A \mid A\cup B) = \frac{P(A)}{P(A\cup B)} = \frac{0.5}{0.7} = 0.714$."),
    ("a list of roots", "Solve $x^2 = 4$.", r"$x = (2, -2)$ is short for two roots."),
    ("a vector", "A plane.", r"A normal vector is $\vec n = (2,-1,2)$; its length is $\|\vec n\| = \sqrt{4+1+4} = 3$."),
    ("a unit vector", VECTORS, r"$u_1 = v_1 = (1,1,0)$, normalised $u_1 = \frac{1}{\sqrt2}(1,1,0)$."),
    ("a point and its name", "Let $P = (1, 2)$.", r"After the shift, $P = (2, 3)$."),
    ("several updates in a row", r"Let $\eta = 0.1$.", r"Updating, $w = 1 - 0.1\cdot2 = 0.8$, then $w = 0.8 - 0.1\cdot1.6 = 0.64$."),
    ("row operations", r"What is the rank of $\begin{pmatrix}1&2&3\\2&4&7\end{pmatrix}$?", r"Subtracting twice the first row from the second gives $$\begin{pmatrix}1&2&3\\0&0&1\end{pmatrix}.$$"),
    ("column operations", r"What is the rank of $\begin{pmatrix}1&2\\2&4\end{pmatrix}$?", r"Subtracting twice the first column from the second gives $$\begin{pmatrix}1&0\\2&0\end{pmatrix}.$$"),
    ("a cofactor", r"What is the determinant of $\begin{pmatrix}1&2\\2&4\end{pmatrix}$?", r"Deleting the first row leaves $$\begin{pmatrix}2&4\\1&0\end{pmatrix}.$$"),
    ("eigenvectors", MATRIX, "The eigenvalues are $3$ and $1$, with eigenvectors $(1,1)^T$ and $(-2,2)^T$."),
    ("a unit eigenvector", MATRIX, r"A normalised eigenvector is $\frac{1}{\sqrt2}(1,1)$."),
    ("no eigenvector, as is said", MATRIX, "There is no eigenvector $(1,2)$."),
    ("eigenvectors of another matrix", MATRIX, r"With $C = \begin{pmatrix}2&1\\0&3\end{pmatrix}$, one of the other matrices, the eigenvectors are $(1,0)$ and $(1,1)$; the first is an eigenvector $(1,0)$ if we take it so."),
    ("another matrix", r"Study $\begin{pmatrix}1&3\\2&4\end{pmatrix}$.", r"If $A$ and $B$ are square, then $\det A = 3$ and $\det B = 2$ give $\det AB = 6$."),
    ("the transpose", r"Study $\begin{pmatrix}1&3\\2&5\end{pmatrix}$.", r"Let $A$ denote the first factor; $\det A = 7$."),
    ("a root and its factor", "Factor $p(k) = k^3 - 3k + 2$.", "Since $k = 1$ is a root, $k^3 - 3k + 2 = (k-1)(k^2+k-2)$."),
    ("values at a number", "Find $x^2$.", "Let $x = 2$. Then $x^2 = 2x = 4$."),
    ("components", FIELD, "With $F = (P,Q,R)$ we have $P = x^2y$, $Q_z = y$, $R_y = 0$ and $P_x + Q_y + R_z = 2xy + z + 2xz$."),
    ("components by themselves", FIELD, "$P = x^2y$, $Q = yz$ and $R = xz^2$, so $R_y - Q_z = -y$."),
    ("another field", FIELD, "In general, let $G = (P,Q,R)$, with $P = y$ for instance; then $P_y = 1$."),
    ("a point", "Let $P = (1, 2)$ and $y = 2x$.", "Let $P = (x, y)$ be any point of the line. At $x = 3$ we have $y = 6$."),
    ("an index that is a letter", FIELD, "Here $F_x = x^2y$ is the component along the axis, and $F_y = yz$."),
    ("an implicit function", "Let $F = (x^2, y)$, and $x^2 + y^2 = 1$.", r"With $R = x^2$ we have $\frac{dR}{dy} = -2y$."),
    ("entries", r"A net has the logits $\mathbf z = (0, \ln 2, \ln 5)$.", r"The sum is $e^{z_1} + e^{z_2} + e^{z_3} = 1 + 2 + 5 = 8$."),
    ("entries counted from zero", "A list $z = (2, 1, 0)$.", r"$z_0 = 2$, $z_1 = 1$ and $z_2 = 0$, so $z_0 + z_1 = 3$."),
    ("entries that are something else", "The point $x = (2, 1)$ and $y^2 = 9$.", r"The roots are $x_1 = 3$ and $x_2 = -3$, so $x_1 + x_2 = 0$."),
    ("an iteration", "Newton's method starts at $x = (2, 1)$.", r"After one step, $x_1 + x_2 = 7$."),
    ("more entries", "The vector $v = (2, 1)$.", r"With $v_1, v_2, v_3$ the columns, $v_1 + v_2 + v_3 = 0$."),
    ("places of a table", r"Let $X \sim \mathcal N(0, 9)$.", r"$P(X > 4) = 1 - \Phi\left(\frac43\right) \approx 0.0918$, or $1 - \Phi(\frac43) = 0.0918$."),
    ("places rounded", "The central limit theorem holds.", r"$P = 1 - \Phi\left(\frac43\right) = 1 - \Phi(1.33) = 1-0.9082 = 0.0918$."),
    ("a binomial law, roughly", "Let $X$ be binomially distributed with $n = 100$ and $p = \\frac12$.", r"With $Z = \frac{X-50}{5}$ we have $P(X \le 55) = P(Z \le 1) = \Phi(1)$."),
    ("a binomial law, by the limit theorem", "Let $X$ be binomially distributed with $n = 100$ and $p = \\frac12$.", r"By the central limit theorem, $P(X \le 55) = \Phi(1)$."),
    ("a flux", "A magnetic flux $\\Phi$ with normally distributed noise.", r"$\Phi(t) = 3t$, $\Phi(1) = 3$, so $\Phi(2) = 2\Phi(1)$."),
    ("values of Φ", "The weights are normally distributed.", r"$\Phi(0.5) = 0.6915$, so $\Phi(-0.5) = 0.3085$ and $2\Phi(0.5) - 1 = 0.383$."),
    ("survival functions", EXPONENTIAL, r"$P(T > t) = e^{-t/2}$ and $P(T \le s) = 1 - e^{-s/2}$. For the lesser $M$ of two, $P(M > t) = e^{-t}$."),
    ("a law not stated", "Let $X$ be a waiting time.", "We know that $P(X > t) = e^{-2t}$."),
    ("total probability", TEST, r"$P(+) = P(D)P(+\mid D) + P(\overline{D})P(+\mid\overline{D}) = 0.95\cdot0.02 + 0.1\cdot0.98 = 0.117$."),
    ("a mixture", MIXED, r"$T = \frac{m_2T_2+m_1T_1}{m_1+m_2} = \frac{350\cdot0.20+290\cdot0.30}{0.50}\,\mathrm{K} = 314\,\mathrm{K}$."),
    ("worked out on the way", "Sides $a=2$, $b=3$, $c=4$.", r"$ab + bc = 6 + 12 = 18$, $ab + ac = 2\cdot7 + 0\cdot1$ and $ac + bc = 4\cdot2 + 4\cdot3 = 20$."),
    ("ridge regression", RIDGE, DERIVED + r" Solving for $w$, $$w = \frac{\sum_{i=1}^n x_iy_i}{\lambda+\sum_{i=1}^n x_i^2}.$$ With $S = \sum_{i=1}^n x_i^2$ this is $w = \frac{\sum_{i=1}^n x_iy_i}{\lambda+S}$."),
    ("ridge regression where all x are 1", RIDGE, DERIVED + r" If all $x_i = 1$, dividing gives $w = \frac{\sum_{i=1}^n y_i}{n + \lambda}$."),
    ("centred data", RIDGE, DERIVED + r" For centred data, $w = \frac{\sum_{i=1}^n x_i(y_i - \bar y)}{\lambda + \sum_{i=1}^n x_i^2}$."),
    ("rounded in words", "What is it?", r"$x = 3e^{-3}$, roughly $0.149$; $y = \frac12$, which is about $0.55$ less than $1.05$; $t = \arctan 2$, about $63.43$ degrees."),
    ("another case, x not zero", LAGRANGE, MULTIPLIED + r"If $x=0$ then $f=0$. For $x \ne 0$ the first equation gives $\lambda = y$, and the second $x^2 = 4y^2$."),
    ("another case, supposed", LAGRANGE, MULTIPLIED + r"If $x=0$ then $f=0$. Now let $x \ne 0$. Then $\lambda = y$, so $x^2 = 4y^2$ and $6y^2 = 6$."),
    ("another case, divided", LAGRANGE, MULTIPLIED + r"If $x=0$, then $y = \pm\sqrt3$ and $f=0$. Dividing by $2x$ gives $y = \lambda$, hence $x^2 = 4y^2$."),
    ("two cases in turn", LAGRANGE, MULTIPLIED + r"From the first, $x = 0$ or $\lambda = y$. If $x = 0$, then $f = 0$. If $\lambda = y$, then $x^2 = 4y^2$, so $y^2 = 1$ and $f = \pm4$."),
    ("either and or", LAGRANGE, MULTIPLIED + r"Either $x = 0$ or $y = \lambda$. In the first case $f = 0$; in the second $x^2 = 4y^2$ and $y = \pm1$."),
    ("the other root", "Solve $x^2 - 5x + 6 = 0$.", "$x^2 - 5x + 6 = (x-2)(x-3) = 0$, so $x = 2$ is one solution. The other solution has $x + 1 = 4$."),
    ("sums without a range", RIDGE, DERIVED + r" Solving for $w$, $$w = \frac{\sum x_iy_i}{\lambda+\sum x_i^2}.$$ For the entropies, $\sum p_k = 1$ and $\sum_k p_k = 1$."),
    ("row reduction by arrows", REDUCED, r"Row reduction gives $$\begin{pmatrix}1&2&3\\2&4&7\\1&2&4\end{pmatrix} \to \begin{pmatrix}1&2&3\\0&0&1\\0&0&1\end{pmatrix} \to \begin{pmatrix}1&2&3\\0&0&1\\0&0&0\end{pmatrix}.$$"),
    ("column reduction by arrows", REDUCED, r"Eliminating in the columns gives $$\begin{pmatrix}1&2&3\\2&4&7\\1&2&4\end{pmatrix} \to \begin{pmatrix}1&0&0\\2&0&1\\1&0&1\end{pmatrix}.$$"),
    ("values at a point", CURVE, "At $(1,2)$ the numerator is $2xy = 4$ and the denominator is $x^2+3y^2 = 13$; the tangent there is $4x + 13y = 30$."),
]  # fmt: skip


def failing(stem: str, solution: str) -> list[str]:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    return [step["latex"] for step in found["steps"] if step["verdict"] == "fails"]


@pytest.mark.parametrize(("stem", "solution"), [case[1:] for case in SLIPS], ids=[case[0] for case in SLIPS])
def test_slips_fail(stem: str, solution: str) -> None:
    assert failing(stem, solution)


@pytest.mark.parametrize(("stem", "solution"), [case[1:] for case in RIGHT], ids=[case[0] for case in RIGHT])
def test_right_lines_do_not(stem: str, solution: str) -> None:
    assert not failing(stem, solution)


def test_what_holds_at_one_number_alone_is_not_shown() -> None:
    solution = "Since $k = 1$ is a root, $k^3 - 3k + 2 = (k-1)(k^2-k-2)$."
    found = verdict(single_choice("Factor $p(k) = k^3 - 3k + 2$.", ["$7654321$", "$1234567$"], 1, solution))
    assert found["steps"][-1]["verdict"] != "holds"


@pytest.mark.parametrize(
    ("stem", "solution"),
    [
        (r"A cylinder rolls, $mgh = \frac34mv^2$. Find its final speed $v>0$.", r"Here $\frac14mv^2 = \frac12mv^2$."),
        ("Which $x$ satisfies $x^2 = 4x$?", "So $3x = 5x$."),
    ],
)
def test_what_holds_only_where_a_quantity_is_zero_is_not_shown(stem: str, solution: str) -> None:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    assert found["steps"][-1]["verdict"] != "holds"


def test_a_step_to_zero_is_shown() -> None:
    found = verdict(
        single_choice("Which $x$ satisfies $x^2 = 4x$?", ["$4$", "$5$"], 1, "Either $x = 0$ or $x - 4 = 0$.")
    )
    assert [step["verdict"] for step in found["steps"]] == ["holds", "holds"]


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        (r"Let $f(n) = \sum_{k=1}^{n} k^2$.", "$f(n+1) = f(n) + (n+1)^2$", "$f(n+1) = f(n) + n^2$"),
        (r"Let $f(n) = \sum_{k=1}^{n} k\cdot k!$.", r"$f(3) = f(2) + 3\cdot3!$", "$f(2) = f(1)$"),
        (r"Let $h(m) = \sum_{k=m}^{2m} k$.", "$h(3) - h(2) = 9$", "$h(1) = h(2)$"),
    ],
)
def test_sums_whose_bounds_are_arguments(stem: str, right: str, wrong: str) -> None:
    assert not failing(stem, right)
    assert failing(stem, wrong)


@pytest.mark.parametrize(
    ("stem", "solution"),
    [
        ("Maximise $x^2y$ on $x^2+2y^2=6$.", r"$L = x^2y - \lambda(x^2+2y^2-6)$, $L_x = 2xy-\lambda x = 0$"),
        ("A company has cost $C(q)=q^2+10$ and price $p=20-q$.", r"$\Pi'=20-2q=0$"),
    ],
)
def test_a_new_name_that_is_written_like_a_derivative_is_no_definition(stem: str, solution: str) -> None:
    found = verdict(single_choice(stem, ["$7654321$", "$1234567$"], 1, solution))
    assert found["steps"][-1]["verdict"] == "undecided"
