//! Whether the allocator of the benchmark, which the book recommends, suits a library that Dart loads.

use std::error::Error;
use std::thread;

use libloading::{Library, Symbol, library_filename};

/// How often all threads end and others begin.
const ROUNDS: usize = 300;

/// What threads allocate, the first ones small, the last ones large.
const SIZES: [u32; 4] = [10, 3_000, 100_000, 1 << 20];

/// Allocates bytes of all sizes in the library, and releases them.
fn use_memory(library: &Library) -> Result<(), Box<dyn Error + Send + Sync>> {
    // SAFETY: these are the types of the functions in `floor.rs`.
    let (make, data, release) = unsafe {
        let make: Symbol<'_, unsafe extern "C" fn(u32) -> *mut Vec<u8>> = library.get("floor_bytes")?;
        let data: Symbol<'_, unsafe extern "C" fn(*mut Vec<u8>) -> *mut u8> = library.get("floor_bytes_data")?;
        let release: Symbol<'_, unsafe extern "C" fn(*mut Vec<u8>)> = library.get("floor_release_bytes")?;
        (make, data, release)
    };
    // SAFETY: each is released once, and its last byte, which is initialised, read before that.
    unsafe {
        let all = SIZES.map(|size| (size, make(size)));
        for (size, bytes) in all {
            let last = data(bytes).add(size as usize - 1).read();
            assert_eq!(last, 7, "all of them are sevens");
            release(bytes);
        }
    }
    Ok(())
}

/// Dart loads a library on whichever of its threads the isolate is on, ends threads that have nothing to do for some
/// seconds, and goes on with others. The C library gives them the memory, and thereby the identity, of those before.
/// (mimalloc 3.3.2 takes such a thread for the one that has loaded it, whose state is gone, and crashes:
/// <https://github.com/microsoft/mimalloc/issues/1287>.)
#[test]
fn the_thread_that_loads_the_library_may_end() -> Result<(), Box<dyn Error + Send + Sync>> {
    let path = std::env::current_exe()?.with_file_name(library_filename("bench"));
    let library = thread::scope(|scope| {
        let loading = scope.spawn(|| {
            // SAFETY: what it does when it is loaded is to set up its allocator.
            let library = unsafe { Library::new(&path) }?;
            use_memory(&library)?;
            Ok::<_, Box<dyn Error + Send + Sync>>(library)
        });
        loading.join().expect("it does not panic")
    })?;
    for round in 0..ROUNDS {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..=round % 3).map(|_| scope.spawn(|| use_memory(&library))).collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().expect("it does not panic"))
        })?;
    }
    Ok(())
}
