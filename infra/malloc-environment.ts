/**
 * What a large body took is returned to the operating system once it is free: with a threshold that does not grow, it
 * is never a piece of the heap. 178 MB at the most where it was 190. https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
export const mallocEnvironment = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) };
