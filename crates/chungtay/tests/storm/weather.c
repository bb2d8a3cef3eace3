/* Laid under a process (LD_PRELOAD): a clock that is wrong, and a disk that is slow to flush, as the test says in a file. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct weather {
    long clock_seconds;
    long flush_milliseconds;
};

static volatile struct weather *today;

__attribute__((constructor)) static void look_out(void) {
    const char *name = getenv("STORM_WEATHER");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *seen = mmap(NULL, sizeof(struct weather), PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (seen != MAP_FAILED) today = seen;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
    int outcome = (int)syscall(SYS_clock_gettime, clock, at);
    if (outcome == 0 && clock == CLOCK_REALTIME && today) at->tv_sec += today->clock_seconds;
    return outcome;
}

static void wait_for_the_disk(void) {
    long pause = today ? today->flush_milliseconds : 0;
    struct timespec left = {pause / 1000, pause % 1000 * 1000000};
    while (pause > 0 && nanosleep(&left, &left) != 0) {
    }
}

int fsync(int file) {
    wait_for_the_disk();
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    wait_for_the_disk();
    return (int)syscall(SYS_fdatasync, file);
}
