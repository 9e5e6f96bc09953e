/** All of the page's style; the policy of `page.ts` lets in nothing but this text, by its hash. Contrasts are 4.5 and more in both schemes. */
export const style = `
:root{color-scheme:light dark;--back:#fff;--card:#f5f6f8;--line:#767b86;--text:#1b1c20;--quiet:#50545e;--link:#0b4fb8;--bar:#2f6fd0;--stop:#a4211a;--on-stop:#fff;--good:#17602b}
@media (prefers-color-scheme:dark){:root{--back:#131418;--card:#1e2026;--line:#8b909c;--text:#e8e9ed;--quiet:#b4b8c2;--link:#9cc0ff;--bar:#7aa7f0;--stop:#ffb4ab;--on-stop:#3b0806;--good:#8fd8a0}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between;padding-top:1rem}
h1{font-size:1.5rem;margin:.25rem 0}
h2{font-size:1.15rem;margin:0 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
section{background:var(--card);border-radius:.5rem;padding:1rem;margin:1rem 0}
p{margin:.25rem 0 .5rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:.5rem;background:var(--back);padding:.5rem}
.quiet{color:var(--quiet)}
.good{color:var(--good);font-weight:600}
.bad{color:var(--stop);font-weight:600}
.button{display:inline-block;min-height:2.75rem;padding:.6rem 1rem;border:1px solid var(--line);border-radius:.4rem;background:var(--back);color:var(--text);font:inherit;text-decoration:none;cursor:pointer}
.stop{background:var(--stop);border-color:var(--stop);color:var(--on-stop);font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem;margin:.25rem 0}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
details{border-top:1px solid var(--line);padding:.4rem 0}
summary{cursor:pointer;overflow-wrap:anywhere;padding:.3rem 0}
ul{margin:.25rem 0;padding-left:1.25rem}
li,td{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;vertical-align:top}
td.n,th.n{text-align:right}
meter{width:100%;height:1.25rem}
figure{margin:.75rem 0}
figcaption{font-weight:600}
svg{display:block;width:100%;height:8rem;background:var(--back);border-bottom:1px solid var(--line)}
.bar{fill:var(--bar)}
.cap{stroke:var(--stop);stroke-width:2;vector-effect:non-scaling-stroke;stroke-dasharray:6 4}
.ends{display:flex;justify-content:space-between;color:var(--quiet);font-size:.875rem}
.said{white-space:pre-wrap;overflow-wrap:anywhere}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
`;
