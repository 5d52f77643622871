/* Wine 10 has most functions of complex numbers by name only, and numpy calls them as it is loaded.
   stubs.py exports each our_NAME as NAME, and leads all other names to Wine's own. Never ships. */
#include <complex.h>

typedef struct { double re, im; } wide;
typedef struct { float re, im; } narrow;

#define WIDE(z) (__builtin_complex((z).re, (z).im))
#define NARROW(z) (__builtin_complex((z).re, (z).im))
#define BOTH(name) \
    wide our_##name(wide z) { double complex x = name(WIDE(z)); return (wide){creal(x), cimag(x)}; } \
    wide our_##name##l(wide z) { return our_##name(z); } \
    narrow our_##name##f(narrow z) { float complex x = name##f(NARROW(z)); return (narrow){crealf(x), cimagf(x)}; }
#define REAL(name) \
    double our_##name(wide z) { return name(WIDE(z)); } \
    double our_##name##l(wide z) { return name(WIDE(z)); } \
    float our_##name##f(narrow z) { return name##f(NARROW(z)); }

REAL(creal) REAL(cimag) REAL(cabs) REAL(carg)
BOTH(cexp) BOTH(clog) BOTH(csqrt) BOTH(conj) BOTH(cproj)
BOTH(csin) BOTH(ccos) BOTH(ctan) BOTH(csinh) BOTH(ccosh) BOTH(ctanh)
BOTH(casin) BOTH(cacos) BOTH(catan) BOTH(casinh) BOTH(cacosh) BOTH(catanh)

wide our_cpow(wide z, wide n)
{
    double complex x = cpow(WIDE(z), WIDE(n));
    return (wide){creal(x), cimag(x)};
}

wide our_cpowl(wide z, wide n) { return our_cpow(z, n); }

narrow our_cpowf(narrow z, narrow n)
{
    float complex x = cpowf(NARROW(z), NARROW(n));
    return (narrow){crealf(x), cimagf(x)};
}
