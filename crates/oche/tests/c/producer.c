/* Threads that push into a sink, as a driver in C would. */
#include "oche_sink.h"

#include <pthread.h>
#include <string.h>

struct producer {
    const oche_sink *sink;
    uint32_t first;
    uint32_t count;
    uint32_t accepted;
};

static void *produce(void *argument) {
    struct producer *self = argument;
    for (uint32_t i = 0; i < self->count; i++) {
        uint32_t item = self->first + i;
        uint8_t bytes[4] = {
            (uint8_t)item,
            (uint8_t)(item >> 8),
            (uint8_t)(item >> 16),
            (uint8_t)(item >> 24),
        };
        int32_t answer;
        do {
            answer = self->sink->push(self->sink->context, bytes, sizeof bytes);
        } while (answer == OCHE_SINK_FULL);
        if (answer < 0) {
            break;
        }
        self->accepted++;
    }
    return NULL;
}

/* Pushes `count` numbers from each of `threads` threads, at most 16, and drops the sink. How many were taken. */
uint32_t produce_all(oche_sink sink, uint32_t threads, uint32_t count) {
    pthread_t handles[16];
    struct producer producers[16];
    uint32_t accepted = 0;
    for (uint32_t i = 0; i < threads; i++) {
        producers[i] = (struct producer){&sink, i * count, count, 0};
        if (pthread_create(&handles[i], NULL, produce, &producers[i]) != 0) {
            return 0;
        }
    }
    for (uint32_t i = 0; i < threads; i++) {
        pthread_join(handles[i], NULL);
        accepted += producers[i].accepted;
    }
    sink.drop(sink.context);
    return accepted;
}

/* Pushes a text without its end. */
int32_t push_text(const oche_sink *sink, const char *text) {
    return sink->push(sink->context, (const uint8_t *)text, strlen(text));
}

/* Pushes nothing. */
int32_t push_nothing(const oche_sink *sink) {
    return sink->push(sink->context, NULL, 0);
}

/* The answers, as the header has them. */
int32_t answer(uint32_t index) {
    static const int32_t answers[] = {
        OCHE_SINK_ACCEPTED, OCHE_SINK_CONFLATED, OCHE_SINK_DROPPED, OCHE_SINK_FULL,
        OCHE_SINK_CLOSED,   OCHE_SINK_INVALID,   OCHE_SINK_PANICKED,
    };
    return index < sizeof answers / sizeof answers[0] ? answers[index] : 99;
}
