/* RFC 3339 times. The calendar follows the days-from-civil algorithms of Howard Hinnant ("chrono-
 * Compatible Low-Level Date Algorithms"): years begin in March, so that the leap day comes last. */
#include "time.h"

static const int64_t SECOND = 1000000;
static const int64_t MIN_US = INT64_C(-62167219200) * 1000000; /* 0000-01-01T00:00:00Z */
static const int64_t END_US = INT64_C(253402300800) * 1000000; /* 10000-01-01T00:00:00Z */

/* The text that is still to be read; ok turns false at the first thing that does not fit. */
struct reader {
    const char *at, *end;
    bool ok;
};

/* n digits, at most `max`. */
static int digits(struct reader *r, int n, int max)
{
    int v = 0;

    if (r->end - r->at < n) {
        r->ok = false;
        return 0;
    }
    for (; n > 0; n--, r->at++) {
        if (*r->at < '0' || *r->at > '9')
            r->ok = false;
        v = v * 10 + (*r->at - '0');
    }
    if (!r->ok || v > max)
        r->ok = false;
    return r->ok ? v : 0;
}

/* One byte, `c` or `other`. */
static bool is_next(const struct reader *r, char c, char other)
{
    return r->ok && r->at < r->end && (*r->at == c || *r->at == other);
}

static void byte(struct reader *r, char c, char other)
{
    if (is_next(r, c, other))
        r->at++;
    else
        r->ok = false;
}

/* Digits behind the point of a second, as microseconds. */
static int64_t fraction(struct reader *r)
{
    int64_t us = 0, unit = SECOND / 10;
    const char *begin;

    if (!is_next(r, '.', '.'))
        return 0;
    begin = ++r->at;
    for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++, unit /= 10)
        us += (*r->at - '0') * unit;
    r->ok = r->at > begin;
    return us;
}

/* `Z`, `+08:00`: in seconds. */
static int64_t offset(struct reader *r)
{
    int64_t sign, s;

    if (is_next(r, 'Z', 'z')) {
        r->at++;
        return 0;
    }
    sign = is_next(r, '-', '-') ? -1 : 1;
    byte(r, '+', '-');
    s = digits(r, 2, 23) * INT64_C(3600);
    byte(r, ':', ':');
    s += digits(r, 2, 59) * INT64_C(60);
    return sign * s;
}

static int days_in_month(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Days since 1970-01-01. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

bool orch_time_parse(struct orch_str s, int64_t *us)
{
    struct reader r = {s.ptr, s.ptr, true};
    int year, month, day, hour, minute, second;
    int64_t part, at;

    if (s.len)
        r.end += s.len;
    year = digits(&r, 4, 9999);
    byte(&r, '-', '-');
    month = digits(&r, 2, 12);
    byte(&r, '-', '-');
    day = digits(&r, 2, 31);
    byte(&r, 'T', 't');
    hour = digits(&r, 2, 23);
    byte(&r, ':', ':');
    minute = digits(&r, 2, 59);
    byte(&r, ':', ':');
    second = digits(&r, 2, 60);
    part = fraction(&r);
    at = -offset(&r);
    if (!r.ok || r.at != r.end || month < 1 || day < 1 || day > days_in_month(year, month))
        return false;
    at += days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    if (second == 60) {
        if (at % 86400 != 0)
            return false;
        part = 0;
    }
    at = at * SECOND + part;
    if (at < MIN_US || at >= END_US)
        return false;
    *us = at;
    return true;
}

/* Writes v as n digits; returns the place behind them. */
static char *put(char *out, int64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        out[i] = (char)('0' + v % 10);
    return out + n;
}

static char *put_date(char *p, int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9;

    p = put(p, yoe + era * 400 + (month <= 2), 4);
    *p++ = '-';
    p = put(p, month, 2);
    *p++ = '-';
    return put(p, doy - (153 * mp + 2) / 5 + 1, 2);
}

size_t orch_time_format(int64_t us, char out[ORCH_TIME_SIZE])
{
    int64_t days, part;
    char *p = out;

    if (us < MIN_US || us >= END_US)
        return 0;
    days = (us - MIN_US) / (86400 * SECOND) + MIN_US / (86400 * SECOND);
    us -= days * 86400 * SECOND;
    p = put_date(p, days);
    *p++ = 'T';
    p = put(p, us / (3600 * SECOND), 2);
    *p++ = ':';
    p = put(p, us / (60 * SECOND) % 60, 2);
    *p++ = ':';
    p = put(p, us / SECOND % 60, 2);
    part = us % SECOND;
    if (part) {
        *p++ = '.';
        p = put(p, part, 6);
        while (p[-1] == '0')
            p--;
    }
    *p++ = 'Z';
    return (size_t)(p - out);
}
