/* A stream in Dart that C and C++ push items into. Rust makes one with `StreamSink::into_raw` and hands it over.
 *
 * `push` may be called by any threads, also at the same time, and does not wait. `drop` is called once, by any thread,
 * when no call of `push` is under way and none will follow.
 */
#ifndef OCHE_SINK_H
#define OCHE_SINK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What `push` answers. What is not negative is no failure. */
enum {
    /* The item is queued. */
    OCHE_SINK_ACCEPTED = 0,
    /* It is queued in the place of an older one. */
    OCHE_SINK_CONFLATED = 1,
    /* There was no room: it was dropped, or the oldest one was for it. */
    OCHE_SINK_DROPPED = 2,
    /* There is no room: it was not taken. */
    OCHE_SINK_FULL = -1,
    /* Nobody listens any more: it was not taken, and none will be. */
    OCHE_SINK_CLOSED = -2,
    /* The bytes are no item. */
    OCHE_SINK_INVALID = -3,
    /* The Rust code that makes an item of the bytes panicked. */
    OCHE_SINK_PANICKED = -4
};

typedef struct oche_sink {
    /* What both functions are called with. */
    void *context;
    /* Pushes one item, made of `len` bytes, which are only read during the call. `data` may be null if `len` is 0. */
    int32_t (*push)(void *context, const uint8_t *data, size_t len);
    /* Drops the sink. The stream ends, if Rust has no other clones of it. */
    void (*drop)(void *context);
} oche_sink;

#ifdef __cplusplus
}
#endif

#endif
