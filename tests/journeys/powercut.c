/* What would be left after a power cut? Loaded with LD_PRELOAD, it keeps beside POWERCUT_LIVE, in POWERCUT_DISK, only
   what was forced to disk: a file's bytes as they were at its last fsync, a directory's names as they were at its own
   (or at the fsync of the file under the name). Everything else is what a disk may lose. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static const char *live, *disk;

__attribute__((constructor)) static void begin(void) {
    /* Copied: who writes his title into ps overwrites the environment that it came in. */
    const char *here = getenv("POWERCUT_LIVE"), *there = getenv("POWERCUT_DISK");
    live = here ? strdup(here) : NULL;
    disk = there ? strdup(there) : NULL;
}

static int (*real_fsync(void))(int) { return (int (*)(int))dlsym(RTLD_NEXT, "fsync"); }
static int (*real_fdatasync(void))(int) { return (int (*)(int))dlsym(RTLD_NEXT, "fdatasync"); }
static int (*real_rename(void))(const char *, const char *) { return (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"); }
static int (*real_unlink(void))(const char *) { return (int (*)(const char *))dlsym(RTLD_NEXT, "unlink"); }

static void by_inode(char *out, ino_t inode) { snprintf(out, PATH_MAX, "%s/.inodes/%lu", disk, (unsigned long)inode); }

static void make_parents(const char *path) {
    char part[PATH_MAX];
    snprintf(part, sizeof part, "%s", path);
    for (char *at = part + strlen(disk) + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        mkdir(part, 0700);
        *at = '/';
    }
}

/* The name leads to these bytes, all at once. */
static void name_it(const char *inode, const char *path) {
    char beside[PATH_MAX + 8];
    make_parents(path);
    snprintf(beside, sizeof beside, "%s.~", path);
    real_unlink()(beside);
    if (link(inode, beside) == 0) real_rename()(beside, path);
}

static void copy(int from, const char *to) {
    char beside[PATH_MAX + 8], part[1 << 16];
    off_t at = 0;
    ssize_t got;
    snprintf(beside, sizeof beside, "%s.~", to);
    int out = open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int in = -1;
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", from);
    in = open(self, O_RDONLY);
    if (out < 0 || in < 0) {
        perror(beside);
        abort();
    }
    while ((got = pread(in, part, sizeof part, at)) > 0) {
        if (write(out, part, got) != got) abort();
        at += got;
    }
    close(in);
    close(out);
    real_rename()(beside, to);
}

/* Names that the directory has lead to what was forced of their files; names that it has no more are gone. */
static void force_names(const char *from, const char *to) {
    char path[PATH_MAX], shadow[PATH_MAX], inode[PATH_MAX];
    struct stat found;
    struct dirent *one;
    snprintf(shadow, sizeof shadow, "%s/", to);
    make_parents(shadow);
    DIR *names = opendir(from);
    while (names && (one = readdir(names))) {
        if (snprintf(path, sizeof path, "%s/%s", from, one->d_name) >= PATH_MAX || lstat(path, &found)) continue;
        by_inode(inode, found.st_ino);
        snprintf(shadow, sizeof shadow, "%s/%s", to, one->d_name);
        if (S_ISREG(found.st_mode) && access(inode, F_OK) == 0) name_it(inode, shadow);
    }
    if (names) closedir(names);
    names = opendir(to);
    while (names && (one = readdir(names))) {
        snprintf(path, sizeof path, "%s/%s", from, one->d_name);
        snprintf(shadow, sizeof shadow, "%s/%s", to, one->d_name);
        if (one->d_name[0] != '.' && lstat(path, &found) && errno == ENOENT) real_unlink()(shadow);
    }
    if (names) closedir(names);
}

static void forced(int handle) {
    char self[64], path[PATH_MAX], shadow[PATH_MAX], inode[PATH_MAX];
    struct stat found;
    if (!live || !disk || fstat(handle, &found)) return;
    snprintf(self, sizeof self, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(self, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = 0;
    if (strncmp(path, live, strlen(live)) || (path[strlen(live)] != '/' && path[strlen(live)])) return;
    snprintf(shadow, sizeof shadow, "%s%s", disk, path + strlen(live));
    pthread_mutex_lock(&turn);
    if (S_ISDIR(found.st_mode)) {
        force_names(path, shadow);
    } else if (S_ISREG(found.st_mode)) {
        by_inode(inode, found.st_ino);
        copy(handle, inode);
        if (!strstr(path, " (deleted)")) name_it(inode, shadow);
    }
    pthread_mutex_unlock(&turn);
}

static void forget(const char *path) {
    char inode[PATH_MAX];
    struct stat found;
    if (!live || !disk || lstat(path, &found) || found.st_nlink > 1 || S_ISDIR(found.st_mode)) return;
    by_inode(inode, found.st_ino);
    real_unlink()(inode);
}

int fsync(int handle) {
    int said = real_fsync()(handle);
    if (said == 0) forced(handle);
    return said;
}

int fdatasync(int handle) {
    int said = real_fdatasync()(handle);
    if (said == 0) forced(handle);
    return said;
}

/* An inode that loses its last name may come back as another file's. */
int unlink(const char *path) {
    pthread_mutex_lock(&turn);
    forget(path);
    int said = real_unlink()(path);
    pthread_mutex_unlock(&turn);
    return said;
}

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&turn);
    struct stat one, other;
    if (!(lstat(from, &one) == 0 && lstat(to, &other) == 0 && one.st_ino == other.st_ino)) forget(to);
    int said = real_rename()(from, to);
    pthread_mutex_unlock(&turn);
    return said;
}
