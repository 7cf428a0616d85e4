
/// Runs each future on a thread of its own.
struct Threads;

impl oche::Executor for Threads {
    fn spawn(&self, mut future: oche::BoxFuture) {
        std::thread::spawn(move || {
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            while future.as_mut().poll(&mut context).is_pending() {
                std::thread::yield_now();
            }
        });
    }

    fn spawn_blocking(&self, work: oche::BoxWork) {
        std::thread::spawn(work);
    }
}

/// Says what runs futures.
#[oche(init)]
pub fn init() {
    oche::set_executor(Threads).expect("nobody has set one before");
}
