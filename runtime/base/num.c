/* Reading and writing numbers.
 *
 * Where both the digits (up to 2^53) and the power of ten (up to 10^22) are exact as doubles, one
 * multiplication or division is correctly rounded by IEEE 754 (W. Clinger, "How to Read Floating
 * Point Numbers Accurately", 1990). strtod does the rest, on a text without a point, so that the
 * locale's idea of one does not matter. */
#include "num.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Digits that strtod is given. No double lies between two decimals that differ behind the 767th
 * significant digit; whether the rest is zero is all that counts. */
enum { MAX_DIGITS = 800 };

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { MAX_POWER = 22 };

static bool is_digit(const char *p, const char *end)
{
    return p < end && (unsigned char)(*p - '0') <= 9;
}

/* Takes the digits at p into num; those of a fraction lower the exponent. */
static const char *take_digits(const char *p, const char *end, struct orch_num *num, bool fraction)
{
    for (; is_digit(p, end); p++) {
        if (num->digits < UINT64_C(1000000000000000000)) { /* fewer than 19 digits so far */
            num->digits = num->digits * 10 + (uint64_t)(*p - '0');
            num->exp10 -= fraction;
        } else {
            num->dropped = true;
            num->exp10 += !fraction;
        }
    }
    return p;
}

/* The number behind an `e`, bounded so that no sum with it overflows; NULL where there is none. */
static const char *take_exponent(const char *p, const char *end, int64_t *exponent)
{
    bool negative = p < end && *p == '-';
    int64_t e = 0;

    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (!is_digit(p, end))
        return NULL;
    for (; is_digit(p, end); p++)
        if (e < INT64_C(1000000000000000))
            e = e * 10 + (*p - '0');
    *exponent = negative ? -e : e;
    return p;
}

bool orch_num_scan(const char *at, const char *end, struct orch_num *num)
{
    const char *p = at;
    int64_t exponent = 0;

    *num = (struct orch_num){.begin = at, .whole = true};
    if (p < end && *p == '-') {
        num->negative = true;
        p++;
    }
    if (!is_digit(p, end) || (*p == '0' && is_digit(p + 1, end)))
        return false;
    p = take_digits(p, end, num, false);
    if (p < end && *p == '.') {
        num->whole = false;
        if (!is_digit(++p, end))
            return false;
        p = take_digits(p, end, num, true);
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        num->whole = false;
        p = take_exponent(p + 1, end, &exponent);
        if (!p)
            return false;
    }
    num->exp10 += exponent;
    num->end = p;
    return true;
}

bool orch_num_int(const struct orch_num *num, int64_t *out)
{
    uint64_t most = (uint64_t)INT64_MAX + num->negative;

    if (!num->whole || num->dropped || num->digits > most)
        return false;
    *out = num->negative ? (int64_t)(0 - num->digits) : (int64_t)num->digits;
    return true;
}

/* Through strtod: the significant digits, without a point, and the exponent that this needs. */
static double slow_float(const struct orch_num *num)
{
    char text[MAX_DIGITS + 32];
    int64_t exp10 = 0, exponent = 0;
    size_t n = 0;
    bool fraction = false, rest = false;
    const char *p = num->begin + num->negative;

    for (; p < num->end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        exp10 -= fraction;
        if (n == 0 && *p == '0')
            continue;
        if (n < MAX_DIGITS) {
            text[n++] = *p;
        } else {
            rest = rest || *p != '0';
            exp10++;
        }
    }
    if (p < num->end)
        take_exponent(p + 1, num->end, &exponent);
    if (n == 0)
        return 0;
    if (rest) {
        text[n++] = '1';
        exp10--;
    }
    exp10 += exponent;
    exp10 = exp10 < -99999 ? -99999 : exp10 > 99999 ? 99999 : exp10;
    snprintf(text + n, sizeof text - n, "e%d", (int)exp10);
    return strtod(text, NULL);
}

bool orch_num_float(const struct orch_num *num, double *out)
{
    double v;

    if (FLT_EVAL_METHOD == 0 && !num->dropped && num->digits <= UINT64_C(1) << 53 &&
        num->exp10 >= -MAX_POWER && num->exp10 <= MAX_POWER) {
        v = (double)num->digits;
        v = num->exp10 < 0 ? v / powers[-num->exp10] : v * powers[num->exp10];
    } else {
        v = slow_float(num);
    }
    if (isinf(v))
        return false;
    *out = num->negative ? -v : v;
    return true;
}

static bool scan_all(struct orch_str s, struct orch_num *num)
{
    return s.len && orch_num_scan(s.ptr, s.ptr + s.len, num) && num->end == s.ptr + s.len;
}

bool orch_int_parse(struct orch_str s, int64_t *out)
{
    struct orch_num num;

    return scan_all(s, &num) && orch_num_int(&num, out);
}

bool orch_float_parse(struct orch_str s, double *out)
{
    struct orch_num num;

    return scan_all(s, &num) && orch_num_float(&num, out);
}

/* --- writing -------------------------------------------------------------------------------- */

/* Writes the digits of v (at most 20); returns how many. */
static size_t put_digits(uint64_t v, char *out)
{
    char back[ORCH_INT_SIZE];
    size_t n = 0;

    do {
        back[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    for (size_t i = 0; i < n; i++)
        out[i] = back[n - 1 - i];
    return n;
}

size_t orch_int_format(int64_t v, char out[ORCH_INT_SIZE])
{
    if (v >= 0)
        return put_digits((uint64_t)v, out);
    out[0] = '-';
    return 1 + put_digits(0 - (uint64_t)v, out + 1);
}

/* Lays out n digits, the first of which stands for 10^exp10: plainly while that is short. */
static size_t lay_out(const char *digits, size_t n, int exp10, char *out)
{
    char *p = out;

    while (n > 1 && digits[n - 1] == '0')
        n--;
    if (exp10 < -5 || exp10 >= 17) {
        *p++ = digits[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, n - 1);
            p += n - 1;
        }
        *p++ = 'e';
        return (size_t)(p - out) + orch_int_format(exp10, p);
    }
    if (exp10 < 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = -1; i > exp10; i--)
            *p++ = '0';
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (int)i == exp10 + 1)
            *p++ = '.';
        *p++ = digits[i];
    }
    for (int i = (int)n; i <= exp10; i++)
        *p++ = '0';
    return (size_t)(p - out);
}

/* Most values that people write are m / 10^k with small m and k; m / 10^k is then exactly how the
 * text reads back. 0 where v is not one of them. */
static size_t short_float(double v, char *out)
{
    char digits[ORCH_INT_SIZE];

    if (v != 0 && v < 1e-5)
        return 0;
    for (int k = 0; k <= MAX_POWER; k++) {
        double scaled = v * powers[k];
        uint64_t m;
        if (scaled >= 1e15)
            return 0;
        m = (uint64_t)(scaled + 0.5);
        if ((double)m / powers[k] == v) {
            size_t n = put_digits(m, digits);
            return lay_out(digits, n, (int)n - 1 - k, out);
        }
    }
    return 0;
}

/* The shortest of the roundings to so many digits that reads back as v. */
static size_t long_float(double v, char *out)
{
    char text[ORCH_FLOAT_SIZE], digits[ORCH_FLOAT_SIZE + 8];
    int exp10 = 0;
    size_t n = 0;

    for (int precision = v < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        const char *e;
        snprintf(text, sizeof text, "%.*e", precision - 1, v);
        e = strchr(text, 'e');
        exp10 = (int)strtol(e + 1, NULL, 10);
        n = 0;
        for (const char *p = text; p < e; p++) /* whatever the locale's point looks like */
            if (*p >= '0' && *p <= '9')
                digits[n++] = *p;
        snprintf(digits + n, sizeof digits - n, "e%d", exp10 - (int)n + 1);
        if (strtod(digits, NULL) == v)
            break;
    }
    return lay_out(digits, n, exp10, out);
}

size_t orch_float_format(double v, char out[ORCH_FLOAT_SIZE])
{
    size_t sign = signbit(v) ? 1 : 0, n;

    if (!isfinite(v))
        return 0;
    out[0] = '-';
    n = short_float(fabs(v), out + sign);
    if (n == 0)
        n = long_float(fabs(v), out + sign);
    return sign + n;
}
