"""Programs that stepping and CPython have to run alike."""

PROGRAMS = {
    "gen_send": """\
def g():
    x = yield 1
    while x:
        x = yield x*2
    return 9
h=g()
print(next(h), h.send(3), h.send(4))
try:
    h.send(0)
except StopIteration as e:
    print('end', e.value)
""",
    "gen_close": """\
def g():
    try:
        yield 1
        yield 2
    finally:
        print('clean')
for x in g():
    print(x)
    break
h=g()
next(h)
h.close()
""",
    "listcomp_stop": """\
it=iter([1])
try:
    print([next(it) for _ in range(3)])
except StopIteration:
    print('stop')
""",
    "genexp_stop": """\
it=iter([1])
print(list(next(it) for _ in range(3)))
""",
    "next_err": """\
it=iter([])
next(it)
""",
    "finally_ret": """\
def f():
    try:
        return 1
    finally:
        print('x')
print(f())
def g():
    for i in range(3):
        try:
            continue
        finally:
            print(i)
    return 'e'
print(g())
def h():
    try:
        return 1
    finally:
        return 2
print(h())
""",
    "nested_exc": """\
try:
    try:
        int('x')
    except ValueError as e:
        raise KeyError('k') from e
except KeyError as e:
    print(type(e.__cause__).__name__, e)
""",
    "reraise": """\
def f():
    try:
        1/0
    except ZeroDivisionError:
        print('a')
        raise
f()
""",
    "mro": """\
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B'+super().f()
class C(A):
    def f(self): return 'C'+super().f()
class D(B,C):
    def f(self): return 'D'+super().f()
print(D().f(), [c.__name__ for c in D.__mro__])
""",
    "init_super": """\
class A:
    def __init__(self, x):
        self.x=x
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y=y
    def __repr__(self):
        return f'B({self.x}, {self.y!r})'
print(B(1,'a'), isinstance(B(1,2),A), issubclass(B,A))
""",
    "prop_set": """\
class T:
    def __init__(self): self._c=0
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v):
        if v<0: raise ValueError('neg')
        self._c=v
t=T()
t.c=5
print(t.c)
t.c=-1
""",
    "private": """\
class A:
    def __init__(self): self.__x=1
    def get(self): return self.__x
a=A()
print(a.get(), a._A__x)
print(a.__x)
""",
    "cls_counter": """\
class A:
    n=0
    def __init__(self):
        A.n+=1
        self.n=7
a=A();b=A()
print(A.n,a.n,type(a).n)
""",
    "closure": """\
def mk():
    c=[]
    def add(x, acc=c):
        acc.append(x)
        return acc
    return add
f=mk()
print(f(1),f(2))
print(f.__name__)
""",
    "unbound": """\
def f():
    x+=1
x=1
f()
""",
    "too_many": """\
def f(a,b): pass
f(1,2,3)
""",
    "kw": """\
def f(a,/,b,*c,d=4,**e): return a,b,c,d,e
print(f(1,2,3,d=5,z=6))
f()
""",
    "deco_args": """\
from functools import wraps
def rep(n):
    def d(f):
        @wraps(f)
        def w(*a,**k):
            return [f(*a,**k) for _ in range(n)]
        return w
    return d
@rep(2)
def hi(x):
    'doc'
    return x
print(hi(1), hi.__name__)
""",
    "lru": """\
from functools import lru_cache
@lru_cache(maxsize=None)
def fib(n):
    print('c',n)
    return n if n<2 else fib(n-1)+fib(n-2)
print(fib(5), fib.cache_info())
""",
    "ctx": """\
from contextlib import contextmanager
@contextmanager
def c(x):
    print('in',x)
    try:
        yield x
    except ValueError as e:
        print('got', e)
    finally:
        print('out')
with c(1) as a, c(2) as b:
    print(a+b)
    raise ValueError('v')
""",
    "nt": """\
from collections import namedtuple
P=namedtuple('P','x y')
p=P(1,2)
print(p, p.x, p._replace(x=3))
x,y=p
print(P)
""",
    "dc": """\
from dataclasses import dataclass, field
@dataclass(order=True)
class P:
    x:int
    t:list=field(default_factory=list)
    def s(self): return self.x*2
a,b=P(1),P(2)
print(a<b, a==P(1), a, b.s())
""",
    "enum2": """\
from enum import Enum
class C(Enum):
    RED=1
    BLUE=2
print(C.RED, C(2), [c.name for c in C], C['RED'].value, C.RED is C.RED)
""",
    "slots": """\
class A:
    __slots__=('x',)
a=A()
a.x=1
a.y=2
""",
    "getattr": """\
class A:
    def __getattr__(self,n): return n*2
print(A().foo)
""",
    "iterable": """\
class N:
    def __init__(s,n): s.n=n
    def __iter__(s):
        for i in range(s.n): yield i*i
print(list(N(4)), sum(N(3)), 4 in N(3), *N(2))
""",
    "excclass": """\
class E(Exception):
    def __init__(self, code, msg='m'):
        super().__init__(msg)
        self.code=code
try:
    raise E(5)
except E as e:
    print(e, e.code, e.args, repr(e))
raise E(3,'bad')
""",
    "e_gone": """\
try:
    1/0
except ZeroDivisionError as e:
    pass
print(e)
""",
    "strf": """\
print('{:>5}|{:<4}|{:^6}|{!r}'.format(1,2,3,'a'))
print('{0}{1}{0}'.format('a','b'))
print('%5.2f|%-4s|%03d' % (3.14159,'ab',7))
x=3.14159
print(f'{x:.2f} {x!r:>10} {"a" "b"} {x=}')
""",
    "global_del": """\
x=1
del x
print(x)
""",
    "comp_scope": """\
x=5
y=[x for x in range(3)]
print(x,y)
print([(i,j) for i in range(3) for j in range(i) if i!=j])
""",
    "class_scope": """\
class A:
    xs=[1,2]
    ys=[x*2 for x in xs]
    def f(self):
        return xs
print(A.ys)
A().f()
""",
    "walrus_comp": """\
print([y for x in range(4) if (y:=x*x)>1], y)
""",
    "for_else": """\
for n in range(2,6):
    for d in range(2,n):
        if n%d==0: break
    else:
        print(n,end=' ')
""",
    "interface": """\
class A:
    @classmethod
    def make(cls,*a): return cls(*a)
    @staticmethod
    def s(x): return x
    def __init__(self,x=0): self.x=x
class B(A): pass
print(type(B.make(3)).__name__, B.s(4), A().x)
""",
    "abstract": """\
from abc import ABC, abstractmethod
class S(ABC):
    @abstractmethod
    def area(self): ...
class Q(S):
    def area(self): return 4
print(Q().area())
S()
""",
    "del_slice": """\
a=list(range(6))
del a[1:3], a[0]
print(a)
""",
    "defaultdict": """\
from collections import defaultdict
d=defaultdict(lambda: [0])
d['a'][0]+=1
print(dict(d), d.get('b'))
""",
    "try_else": """\
def f(x):
    try:
        r=10/x
    except ZeroDivisionError:
        return 'zero'
    else:
        return r
    finally:
        print('done')
print(f(2),f(0))
""",
    "shadow": """\
list=[1]
print(list)
list((2,))
""",
    "iterproto": """\
class C:
    def __init__(s): s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if s.n>3: raise StopIteration
        return s.n
print(list(C()))
""",
    "yieldfrom": """\
def g():
    yield from [1,2]
for x in g(): print(x)
""",
    "exitstack": """\
from contextlib import contextmanager
@contextmanager
def c():
    print('a')
    yield 1
    print('b')
with c() as x: print(x)
""",
    "getattr_by_name": """\
class A: pass
a=A()
a.x=1
print(getattr(a,'x'), hasattr(a,'y'), vars(a))
""",
    "collections": """\
from collections import Counter, defaultdict, deque, namedtuple
print(Counter('aab'))
d=defaultdict(list)
d['a'].append(1)
print(d)
print(deque([1,2],maxlen=1))
""",
    "json": """\
import json
print(json.dumps({'a':[1,2]}))
""",
    "re": """\
import re
print(re.findall('a+','aabaa'))
""",
    "datetime": "from datetime import date\nprint(date(2024,2,28))\n",
}
