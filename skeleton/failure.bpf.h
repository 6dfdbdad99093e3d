/*
 * Failed helpers, which a tool tells of under -k. A site is the index of the event that says where
 * in the script the helper was called and which one it was; -1 is no site.
 *
 * The generated file defines TL_REPORTS_FAILURES in front of the library if it has sites: without
 * them a tool needs no ring buffer for this.
 */
#ifndef FAILURE_BPF_H
#define FAILURE_BPF_H

#include "tracec.bpf.h"

#ifdef TL_REPORTS_FAILURES
static void tl_failed(__u32 site, __s32 code); /* event.bpf.h */
#else
static __always_inline void tl_failed(__u32 site, __s32 code)
{
}
#endif

/* Without -k the verifier sees that report_helpers is 0, and removes what is behind the test. */
static __always_inline bool tl_reports(const __s32 site)
{
	return site >= 0 && constants.base.report_helpers;
}

/* What a helper returned: a negative errno is a failure. */
static __always_inline void tl_check(long code, const __s32 site)
{
	if (tl_reports(site) && code < 0)
		tl_failed(site, code);
}

/* An element that was looked for: NULL is a failure. */
static __always_inline void tl_check_found(const void *element, const __s32 site)
{
	if (tl_reports(site) && !element)
		tl_failed(site, 0);
}

#endif
