//! What the Rust linker knows of the standard library: the types of its commonly used functions.
//!
//! Read by our own parser as if it were a crate named `std`. It is kept flat (names that clash have a module),
//! adaptors of iterators are `impl Iterator`, and a method may take part in a trait that it does not have in the
//! original where calls look the same. Nothing here is ever the target of an edge: a call that reaches it is a call
//! of something outside the repository.

// -- wrappers

pub enum Option<T> { None, Some(T) }

impl<T> Option<T> {
    fn is_some(&self) -> bool;
    fn is_none(&self) -> bool;
    fn is_some_and(self, f: impl FnOnce(T) -> bool) -> bool;
    fn is_none_or(self, f: impl FnOnce(T) -> bool) -> bool;
    fn as_ref(&self) -> Option<&T>;
    fn as_mut(&mut self) -> Option<&mut T>;
    fn as_deref(&self) -> Option<&<T as Deref>::Target>;
    fn as_deref_mut(&mut self) -> Option<&mut <T as Deref>::Target>;
    fn as_slice(&self) -> &[T];
    fn expect(self, msg: &str) -> T;
    fn unwrap(self) -> T;
    fn unwrap_or(self, default: T) -> T;
    fn unwrap_or_else<F: FnOnce() -> T>(self, f: F) -> T;
    fn unwrap_or_default(self) -> T;
    fn unwrap_unchecked(self) -> T;
    fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Option<U>;
    fn inspect<F: FnOnce(&T)>(self, f: F) -> Option<T>;
    fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U;
    fn map_or_else<U, D: FnOnce() -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U;
    fn ok_or<E>(self, err: E) -> Result<T, E>;
    fn ok_or_else<E, F: FnOnce() -> E>(self, err: F) -> Result<T, E>;
    fn iter(&self) -> impl Iterator<Item = &T>;
    fn iter_mut(&mut self) -> impl Iterator<Item = &mut T>;
    fn and<U>(self, optb: Option<U>) -> Option<U>;
    fn and_then<U, F: FnOnce(T) -> Option<U>>(self, f: F) -> Option<U>;
    fn filter<P: FnOnce(&T) -> bool>(self, predicate: P) -> Option<T>;
    fn or(self, optb: Option<T>) -> Option<T>;
    fn or_else<F: FnOnce() -> Option<T>>(self, f: F) -> Option<T>;
    fn xor(self, optb: Option<T>) -> Option<T>;
    fn insert(&mut self, value: T) -> &mut T;
    fn get_or_insert(&mut self, value: T) -> &mut T;
    fn get_or_insert_with<F: FnOnce() -> T>(&mut self, f: F) -> &mut T;
    fn take(&mut self) -> Option<T>;
    fn take_if<P: FnOnce(&mut T) -> bool>(&mut self, predicate: P) -> Option<T>;
    fn replace(&mut self, value: T) -> Option<T>;
    fn zip<U>(self, other: Option<U>) -> Option<(T, U)>;
    fn cloned(self) -> Option<<T as Deref>::Target>;
    fn copied(self) -> Option<<T as Deref>::Target>;
    fn flatten(self) -> T;
    fn transpose(self) -> Self;
    fn as_pin_mut(self) -> Option<&mut T>;
}

impl<T> IntoIterator for Option<T> { type Item = T; }
impl<'a, T> IntoIterator for &'a Option<T> { type Item = &'a T; }

pub enum Result<T, E> { Ok(T), Err(E) }

impl<T, E> Result<T, E> {
    fn is_ok(&self) -> bool;
    fn is_err(&self) -> bool;
    fn is_ok_and(self, f: impl FnOnce(T) -> bool) -> bool;
    fn is_err_and(self, f: impl FnOnce(E) -> bool) -> bool;
    fn ok(self) -> Option<T>;
    fn err(self) -> Option<E>;
    fn as_ref(&self) -> Result<&T, &E>;
    fn as_mut(&mut self) -> Result<&mut T, &mut E>;
    fn as_deref(&self) -> Result<&<T as Deref>::Target, &E>;
    fn map<U, F: FnOnce(T) -> U>(self, op: F) -> Result<U, E>;
    fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U;
    fn map_or_else<U, D: FnOnce(E) -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U;
    fn map_err<F, O: FnOnce(E) -> F>(self, op: O) -> Result<T, F>;
    fn inspect<F: FnOnce(&T)>(self, f: F) -> Result<T, E>;
    fn inspect_err<F: FnOnce(&E)>(self, f: F) -> Result<T, E>;
    fn iter(&self) -> impl Iterator<Item = &T>;
    fn expect(self, msg: &str) -> T;
    fn unwrap(self) -> T;
    fn unwrap_or_default(self) -> T;
    fn expect_err(self, msg: &str) -> E;
    fn unwrap_err(self) -> E;
    fn and<U>(self, res: Result<U, E>) -> Result<U, E>;
    fn and_then<U, F: FnOnce(T) -> Result<U, E>>(self, op: F) -> Result<U, E>;
    fn or<F>(self, res: Result<T, F>) -> Result<T, F>;
    fn or_else<F, O: FnOnce(E) -> Result<T, F>>(self, op: O) -> Result<T, F>;
    fn unwrap_or(self, default: T) -> T;
    fn unwrap_or_else<F: FnOnce(E) -> T>(self, op: F) -> T;
    fn cloned(self) -> Result<<T as Deref>::Target, E>;
    fn copied(self) -> Result<<T as Deref>::Target, E>;
    fn flatten(self) -> T;
    fn transpose(self) -> Self;
}

impl<T, E> IntoIterator for Result<T, E> { type Item = T; }

pub struct Box<T> { inner: T }
impl<T> Box<T> {
    fn new(x: T) -> Box<T>;
    fn pin(x: T) -> Pin<Box<T>>;
    fn leak<'a>(b: Box<T>) -> &'a mut T;
    fn into_inner(boxed: Box<T>) -> T;
    fn into_raw(b: Box<T>) -> *mut T;
    fn from_raw(raw: *mut T) -> Box<T>;
    fn as_ref(&self) -> &T;
    fn as_mut(&mut self) -> &mut T;
    fn into_vec(self) -> Vec<T>;
    fn into_string(self) -> String;
    fn downcast<U>(self) -> Result<Box<U>, Box<T>>;
}
impl<T> Deref for Box<T> { type Target = T; }
impl<T> IntoIterator for Box<[T]> { type Item = T; }

pub struct Rc<T> { inner: T }
impl<T> Rc<T> {
    fn new(value: T) -> Rc<T>;
    fn new_cyclic<F: FnOnce(&Weak<T>) -> T>(data_fn: F) -> Rc<T>;
    fn try_unwrap(this: Rc<T>) -> Result<T, Rc<T>>;
    fn into_inner(this: Rc<T>) -> Option<T>;
    fn unwrap_or_clone(this: Rc<T>) -> T;
    fn downgrade(this: &Rc<T>) -> Weak<T>;
    fn strong_count(this: &Rc<T>) -> usize;
    fn weak_count(this: &Rc<T>) -> usize;
    fn get_mut(this: &mut Rc<T>) -> Option<&mut T>;
    fn make_mut(this: &mut Rc<T>) -> &mut T;
    fn ptr_eq(this: &Rc<T>, other: &Rc<T>) -> bool;
    fn as_ptr(this: &Rc<T>) -> *const T;
    fn as_ref(&self) -> &T;
    fn clone(&self) -> Rc<T>;
}
impl<T> Deref for Rc<T> { type Target = T; }

pub struct Arc<T> { inner: T }
impl<T> Arc<T> {
    fn new(data: T) -> Arc<T>;
    fn new_cyclic<F: FnOnce(&Weak<T>) -> T>(data_fn: F) -> Arc<T>;
    fn pin(data: T) -> Pin<Arc<T>>;
    fn try_unwrap(this: Arc<T>) -> Result<T, Arc<T>>;
    fn into_inner(this: Arc<T>) -> Option<T>;
    fn unwrap_or_clone(this: Arc<T>) -> T;
    fn downgrade(this: &Arc<T>) -> Weak<T>;
    fn strong_count(this: &Arc<T>) -> usize;
    fn get_mut(this: &mut Arc<T>) -> Option<&mut T>;
    fn make_mut(this: &mut Arc<T>) -> &mut T;
    fn ptr_eq(this: &Arc<T>, other: &Arc<T>) -> bool;
    fn as_ptr(this: &Arc<T>) -> *const T;
    fn as_ref(&self) -> &T;
    fn clone(&self) -> Arc<T>;
}
impl<T> Deref for Arc<T> { type Target = T; }

pub struct Weak<T> { inner: T }
impl<T> Weak<T> {
    fn new() -> Weak<T>;
    fn upgrade(&self) -> Option<Arc<T>>;
    fn clone(&self) -> Weak<T>;
}

pub struct Pin<P> { pointer: P }
impl<P> Pin<P> {
    fn new(pointer: P) -> Pin<P>;
    fn new_unchecked(pointer: P) -> Pin<P>;
    fn as_ref(&self) -> Pin<&<P as Deref>::Target>;
    fn as_mut(&mut self) -> Pin<&mut <P as Deref>::Target>;
    fn get_mut(self) -> P;
    fn get_ref(self) -> P;
    fn get_unchecked_mut(self) -> P;
    fn into_inner(pin: Pin<P>) -> P;
    fn map_unchecked_mut<U, F: FnOnce(P) -> U>(self, func: F) -> Pin<U>;
    fn set(&mut self, value: <P as Deref>::Target);
}
impl<P> Deref for Pin<P> { type Target = <P as Deref>::Target; }

pub enum Cow<B> { Borrowed(&B), Owned(<B as ToOwned>::Owned) }
impl<B> Cow<B> {
    fn is_borrowed(&self) -> bool;
    fn is_owned(&self) -> bool;
    fn to_mut(&mut self) -> &mut <B as ToOwned>::Owned;
    fn into_owned(self) -> <B as ToOwned>::Owned;
}
impl<B> Deref for Cow<B> { type Target = B; }

pub struct Cell<T> { value: T }
impl<T> Cell<T> {
    fn new(value: T) -> Cell<T>;
    fn get(&self) -> T;
    fn set(&self, val: T);
    fn replace(&self, val: T) -> T;
    fn take(&self) -> T;
    fn into_inner(self) -> T;
    fn get_mut(&mut self) -> &mut T;
    fn update(&self, f: impl FnOnce(T) -> T);
}

pub struct RefCell<T> { value: T }
impl<T> RefCell<T> {
    fn new(value: T) -> RefCell<T>;
    fn borrow(&self) -> Borrowed__<T>;
    fn borrow_mut(&self) -> Borrowed__<T>;
    fn try_borrow(&self) -> Result<Borrowed__<T>, BorrowError>;
    fn try_borrow_mut(&self) -> Result<Borrowed__<T>, BorrowError>;
    fn replace(&self, t: T) -> T;
    fn take(&self) -> T;
    fn into_inner(self) -> T;
    fn get_mut(&mut self) -> &mut T;
}
pub struct BorrowError;
pub struct Borrowed__<T> { value: T }
impl<T> Borrowed__<T> {
    fn map<U, F: FnOnce(&T) -> &U>(orig: Borrowed__<T>, f: F) -> Borrowed__<U>;
}
impl<T> Deref for Borrowed__<T> { type Target = T; }
pub type RefMut<T> = Borrowed__<T>;
pub mod cell {
    pub type Ref<T> = super::Borrowed__<T>;
}

pub struct OnceCell<T> { value: T }
impl<T> OnceCell<T> {
    fn new() -> OnceCell<T>;
    fn get(&self) -> Option<&T>;
    fn get_mut(&mut self) -> Option<&mut T>;
    fn set(&self, value: T) -> Result<(), T>;
    fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T;
    fn get_or_try_init<F: FnOnce() -> Result<T, E>, E>(&self, f: F) -> Result<&T, E>;
    fn into_inner(self) -> Option<T>;
    fn take(&mut self) -> Option<T>;
}
pub type OnceLock<T> = OnceCell<T>;
pub struct LazyLock<T> { value: T }
impl<T> LazyLock<T> {
    fn new<F: FnOnce() -> T>(f: F) -> LazyLock<T>;
    fn force(this: &LazyLock<T>) -> &T;
}
impl<T> Deref for LazyLock<T> { type Target = T; }
pub type LazyCell<T> = LazyLock<T>;

pub struct Mutex<T> { data: T }
impl<T> Mutex<T> {
    fn new(t: T) -> Mutex<T>;
    fn lock(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>>;
    fn try_lock(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>>;
    fn get_mut(&mut self) -> Result<&mut T, PoisonError<T>>;
    fn into_inner(self) -> Result<T, PoisonError<T>>;
    fn is_poisoned(&self) -> bool;
}
pub struct MutexGuard<T> { data: T }
impl<T> Deref for MutexGuard<T> { type Target = T; }
pub struct PoisonError<G> { guard: G }
impl<G> PoisonError<G> {
    fn into_inner(self) -> G;
    fn get_ref(&self) -> &G;
}
pub struct RwLock<T> { data: T }
impl<T> RwLock<T> {
    fn new(t: T) -> RwLock<T>;
    fn read(&self) -> Result<RwLockReadGuard<T>, PoisonError<RwLockReadGuard<T>>>;
    fn write(&self) -> Result<RwLockWriteGuard<T>, PoisonError<RwLockWriteGuard<T>>>;
    fn try_read(&self) -> Result<RwLockReadGuard<T>, PoisonError<RwLockReadGuard<T>>>;
    fn try_write(&self) -> Result<RwLockWriteGuard<T>, PoisonError<RwLockWriteGuard<T>>>;
    fn get_mut(&mut self) -> Result<&mut T, PoisonError<T>>;
    fn into_inner(self) -> Result<T, PoisonError<T>>;
}
pub struct RwLockReadGuard<T> { data: T }
impl<T> Deref for RwLockReadGuard<T> { type Target = T; }
pub struct RwLockWriteGuard<T> { data: T }
impl<T> Deref for RwLockWriteGuard<T> { type Target = T; }
pub struct Condvar;
impl Condvar {
    fn new() -> Condvar;
    fn wait<T>(&self, guard: MutexGuard<T>) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>>;
    fn wait_while<T, F: FnMut(&mut T) -> bool>(&self, guard: MutexGuard<T>, condition: F) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>>;
    fn notify_one(&self);
    fn notify_all(&self);
}
pub struct Once;
impl Once {
    fn new() -> Once;
    fn call_once<F: FnOnce()>(&self, f: F);
    fn is_completed(&self) -> bool;
}
pub struct AtomicUsize;
impl AtomicUsize {
    fn new(v: usize) -> AtomicUsize;
    fn load(&self, order: Ordering) -> usize;
    fn store(&self, val: usize, order: Ordering);
    fn swap(&self, val: usize, order: Ordering) -> usize;
    fn fetch_add(&self, val: usize, order: Ordering) -> usize;
    fn fetch_sub(&self, val: usize, order: Ordering) -> usize;
    fn fetch_max(&self, val: usize, order: Ordering) -> usize;
    fn fetch_or(&self, val: usize, order: Ordering) -> usize;
    fn compare_exchange(&self, current: usize, new: usize, success: Ordering, failure: Ordering) -> Result<usize, usize>;
    fn get_mut(&mut self) -> &mut usize;
    fn into_inner(self) -> usize;
}
pub type AtomicU64 = AtomicUsize;
pub type AtomicU32 = AtomicUsize;
pub type AtomicU8 = AtomicUsize;
pub type AtomicI64 = AtomicUsize;
pub type AtomicI32 = AtomicUsize;
pub type AtomicIsize = AtomicUsize;
pub struct AtomicBool;
impl AtomicBool {
    fn new(v: bool) -> AtomicBool;
    fn load(&self, order: Ordering) -> bool;
    fn store(&self, val: bool, order: Ordering);
    fn swap(&self, val: bool, order: Ordering) -> bool;
    fn fetch_or(&self, val: bool, order: Ordering) -> bool;
    fn fetch_and(&self, val: bool, order: Ordering) -> bool;
    fn compare_exchange(&self, current: bool, new: bool, success: Ordering, failure: Ordering) -> Result<bool, bool>;
}
pub struct AtomicPtr<T> { p: T }
impl<T> AtomicPtr<T> {
    fn new(p: *mut T) -> AtomicPtr<T>;
    fn load(&self, order: Ordering) -> *mut T;
    fn store(&self, p: *mut T, order: Ordering);
}
pub struct PhantomData<T> { t: T }
pub struct NonNull<T> { p: T }
impl<T> NonNull<T> {
    fn new(ptr: *mut T) -> Option<NonNull<T>>;
    fn dangling() -> NonNull<T>;
    fn as_ptr(self) -> *mut T;
    fn as_ref(&self) -> &T;
    fn as_mut(&mut self) -> &mut T;
    fn cast<U>(self) -> NonNull<U>;
}
pub struct ManuallyDrop<T> { value: T }
impl<T> ManuallyDrop<T> { fn new(value: T) -> ManuallyDrop<T>; fn into_inner(slot: ManuallyDrop<T>) -> T; }
impl<T> Deref for ManuallyDrop<T> { type Target = T; }
pub struct MaybeUninit<T> { value: T }
impl<T> MaybeUninit<T> { fn new(val: T) -> MaybeUninit<T>; fn uninit() -> MaybeUninit<T>; fn assume_init(self) -> T; fn as_ptr(&self) -> *const T; fn as_mut_ptr(&mut self) -> *mut T; fn write(&mut self, val: T) -> &mut T; }
pub struct Wrapping<T>(T);
pub struct Reverse<T>(T);
pub struct Saturating<T>(T);

// -- collections

pub struct Vec<T> { buf: T }
impl<T> Vec<T> {
    fn new() -> Vec<T>;
    fn with_capacity(capacity: usize) -> Vec<T>;
    fn capacity(&self) -> usize;
    fn reserve(&mut self, additional: usize);
    fn reserve_exact(&mut self, additional: usize);
    fn shrink_to_fit(&mut self);
    fn into_boxed_slice(self) -> Box<[T]>;
    fn truncate(&mut self, len: usize);
    fn as_slice(&self) -> &[T];
    fn as_mut_slice(&mut self) -> &mut [T];
    fn as_ptr(&self) -> *const T;
    fn as_mut_ptr(&mut self) -> *mut T;
    fn set_len(&mut self, new_len: usize);
    fn swap_remove(&mut self, index: usize) -> T;
    fn insert(&mut self, index: usize, element: T);
    fn remove(&mut self, index: usize) -> T;
    fn retain<F: FnMut(&T) -> bool>(&mut self, f: F);
    fn retain_mut<F: FnMut(&mut T) -> bool>(&mut self, f: F);
    fn dedup(&mut self);
    fn dedup_by<F: FnMut(&mut T, &mut T) -> bool>(&mut self, same_bucket: F);
    fn dedup_by_key<K, F: FnMut(&mut T) -> K>(&mut self, key: F);
    fn push(&mut self, value: T);
    fn pop(&mut self) -> Option<T>;
    fn pop_if(&mut self, predicate: impl FnOnce(&mut T) -> bool) -> Option<T>;
    fn append(&mut self, other: &mut Vec<T>);
    fn drain<R>(&mut self, range: R) -> impl Iterator<Item = T>;
    fn clear(&mut self);
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn split_off(&mut self, at: usize) -> Vec<T>;
    fn resize(&mut self, new_len: usize, value: T);
    fn resize_with<F: FnMut() -> T>(&mut self, new_len: usize, f: F);
    fn leak<'a>(self) -> &'a mut [T];
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I);
    fn extend_from_slice(&mut self, other: &[T]);
    fn extend_from_within<R>(&mut self, src: R);
    fn splice<R, I: IntoIterator<Item = T>>(&mut self, range: R, replace_with: I) -> impl Iterator<Item = T>;
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Vec<T>;
    fn from_raw_parts(ptr: *mut T, length: usize, capacity: usize) -> Vec<T>;
    fn write_all(&mut self, buf: &[u8]) -> io::Result<()>;
    fn write_fmt(&mut self, args: fmt::Arguments) -> io::Result<()>;
}
impl<T> Deref for Vec<T> { type Target = [T]; }
impl<T> IntoIterator for Vec<T> { type Item = T; fn into_iter(self) -> vec::IntoIter<T>; }
impl<'a, T> IntoIterator for &'a Vec<T> { type Item = &'a T; fn into_iter(self) -> slice::Iter<T>; }
impl<T> Index<usize> for Vec<T> { type Output = T; }
impl<T> Index<Range<usize>> for Vec<T> { type Output = [T]; }
impl<T> Index<Range> for Vec<T> { type Output = [T]; }

impl<T> [T] {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn first(&self) -> Option<&T>;
    fn first_mut(&mut self) -> Option<&mut T>;
    fn split_first(&self) -> Option<(&T, &[T])>;
    fn split_last(&self) -> Option<(&T, &[T])>;
    fn split_first_mut(&mut self) -> Option<(&mut T, &mut [T])>;
    fn split_last_mut(&mut self) -> Option<(&mut T, &mut [T])>;
    fn chunks_exact_mut(&mut self, chunk_size: usize) -> impl Iterator<Item = &mut [T]>;
    fn rsplit<F: FnMut(&T) -> bool>(&self, pred: F) -> impl Iterator<Item = &[T]>;
    fn select_nth_unstable(&mut self, index: usize) -> (&mut [T], &mut T, &mut [T]);
    fn last(&self) -> Option<&T>;
    fn last_mut(&mut self) -> Option<&mut T>;
    fn get<I>(&self, index: I) -> Option<&T>;
    fn get_mut<I>(&mut self, index: I) -> Option<&mut T>;
    fn get_unchecked<I>(&self, index: I) -> &T;
    fn get_unchecked_mut<I>(&mut self, index: I) -> &mut T;
    fn as_ptr(&self) -> *const T;
    fn as_mut_ptr(&mut self) -> *mut T;
    fn as_slice(&self) -> &[T];
    fn swap(&mut self, a: usize, b: usize);
    fn reverse(&mut self);
    fn iter(&self) -> slice::Iter<T>;
    fn iter_mut(&mut self) -> slice::IterMut<T>;
    fn windows(&self, size: usize) -> impl Iterator<Item = &[T]>;
    fn chunks(&self, chunk_size: usize) -> impl Iterator<Item = &[T]>;
    fn chunks_mut(&mut self, chunk_size: usize) -> impl Iterator<Item = &mut [T]>;
    fn chunks_exact(&self, chunk_size: usize) -> impl Iterator<Item = &[T]>;
    fn rchunks(&self, chunk_size: usize) -> impl Iterator<Item = &[T]>;
    fn chunk_by<F: FnMut(&T, &T) -> bool>(&self, pred: F) -> impl Iterator<Item = &[T]>;
    fn split_at(&self, mid: usize) -> (&[T], &[T]);
    fn split_at_mut(&mut self, mid: usize) -> (&mut [T], &mut [T]);
    fn split<F: FnMut(&T) -> bool>(&self, pred: F) -> impl Iterator<Item = &[T]>;
    fn splitn<F: FnMut(&T) -> bool>(&self, n: usize, pred: F) -> impl Iterator<Item = &[T]>;
    fn contains(&self, x: &T) -> bool;
    fn starts_with(&self, needle: &[T]) -> bool;
    fn ends_with(&self, needle: &[T]) -> bool;
    fn strip_prefix(&self, prefix: &[T]) -> Option<&[T]>;
    fn strip_suffix(&self, suffix: &[T]) -> Option<&[T]>;
    fn binary_search(&self, x: &T) -> Result<usize, usize>;
    fn binary_search_by<F: FnMut(&T) -> Ordering>(&self, f: F) -> Result<usize, usize>;
    fn binary_search_by_key<B, F: FnMut(&T) -> B>(&self, b: &B, f: F) -> Result<usize, usize>;
    fn partition_point<P: FnMut(&T) -> bool>(&self, pred: P) -> usize;
    fn sort(&mut self);
    fn sort_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F);
    fn sort_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F);
    fn sort_by_cached_key<K, F: FnMut(&T) -> K>(&mut self, f: F);
    fn sort_unstable(&mut self);
    fn sort_unstable_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F);
    fn sort_unstable_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F);
    fn rotate_left(&mut self, mid: usize);
    fn rotate_right(&mut self, k: usize);
    fn fill(&mut self, value: T);
    fn fill_with<F: FnMut() -> T>(&mut self, f: F);
    fn clone_from_slice(&mut self, src: &[T]);
    fn copy_from_slice(&mut self, src: &[T]);
    fn copy_within<R>(&mut self, src: R, dest: usize);
    fn to_vec(&self) -> Vec<T>;
    fn into_vec(self) -> Vec<T>;
    fn repeat(&self, n: usize) -> Vec<T>;
    fn concat(&self) -> Vec<<T as IntoIterator>::Item>;
    fn join<S>(&self, sep: S) -> String;
    fn is_sorted(&self) -> bool;
    fn to_ascii_lowercase(&self) -> Vec<u8>;
    fn to_ascii_uppercase(&self) -> Vec<u8>;
    fn eq_ignore_ascii_case(&self, other: &[u8]) -> bool;
    fn is_ascii(&self) -> bool;
    fn to_owned(&self) -> Vec<T>;
    fn map<U, F: FnMut(T) -> U>(self, f: F) -> [U; 1];
    fn into_iter(self) -> vec::IntoIter<T>;
    fn each_ref(&self) -> [&T; 1];
}
impl<T> IntoIterator for [T; 1] { type Item = T; }
impl<'a, T> IntoIterator for &'a [T; 1] { type Item = &'a T; }
impl<'a, T> IntoIterator for &'a [T] { type Item = &'a T; }
impl<T> ToOwned for [T] { type Owned = Vec<T>; }

pub mod slice {
    pub struct Iter<T> { t: T }
    impl<T> Iterator for Iter<T> { type Item = &T; }
    impl<T> Iter<T> { fn as_slice(&self) -> &[T]; }
    pub struct IterMut<T> { t: T }
    impl<T> Iterator for IterMut<T> { type Item = &mut T; }
    pub fn from_ref<T>(s: &T) -> &[T];
    pub fn from_raw_parts<T>(data: *const T, len: usize) -> &[T];
    pub fn from_raw_parts_mut<T>(data: *mut T, len: usize) -> &mut [T];
}
pub mod vec {
    pub struct IntoIter<T> { t: T }
    impl<T> Iterator for IntoIter<T> { type Item = T; }
    impl<T> IntoIter<T> { fn as_slice(&self) -> &[T]; }
    pub struct Drain<T> { t: T }
    impl<T> Iterator for Drain<T> { type Item = T; }
    pub use super::Vec;
}
pub mod option {
    pub use super::Option;
    pub struct IntoIter<T> { t: T }
    impl<T> Iterator for IntoIter<T> { type Item = T; }
    pub struct Iter<T> { t: T }
    impl<T> Iterator for Iter<T> { type Item = &T; }
}

pub struct VecDeque<T> { buf: T }
impl<T> VecDeque<T> {
    fn new() -> VecDeque<T>;
    fn with_capacity(capacity: usize) -> VecDeque<T>;
    fn get(&self, index: usize) -> Option<&T>;
    fn get_mut(&mut self, index: usize) -> Option<&mut T>;
    fn push_back(&mut self, value: T);
    fn push_front(&mut self, value: T);
    fn pop_back(&mut self) -> Option<T>;
    fn pop_front(&mut self) -> Option<T>;
    fn front(&self) -> Option<&T>;
    fn front_mut(&mut self) -> Option<&mut T>;
    fn back(&self) -> Option<&T>;
    fn back_mut(&mut self) -> Option<&mut T>;
    fn iter(&self) -> slice::Iter<T>;
    fn iter_mut(&mut self) -> slice::IterMut<T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn clear(&mut self);
    fn contains(&self, x: &T) -> bool;
    fn insert(&mut self, index: usize, value: T);
    fn remove(&mut self, index: usize) -> Option<T>;
    fn retain<F: FnMut(&T) -> bool>(&mut self, f: F);
    fn truncate(&mut self, len: usize);
    fn drain<R>(&mut self, range: R) -> impl Iterator<Item = T>;
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I);
    fn append(&mut self, other: &mut VecDeque<T>);
    fn make_contiguous(&mut self) -> &mut [T];
    fn as_slices(&self) -> (&[T], &[T]);
    fn reserve(&mut self, additional: usize);
    fn capacity(&self) -> usize;
    fn swap(&mut self, i: usize, j: usize);
}
impl<T> IntoIterator for VecDeque<T> { type Item = T; }
impl<'a, T> IntoIterator for &'a VecDeque<T> { type Item = &'a T; }
impl<T> Index<usize> for VecDeque<T> { type Output = T; }
pub struct LinkedList<T> { head: T }
impl<T> LinkedList<T> {
    fn new() -> LinkedList<T>;
    fn push_back(&mut self, elt: T);
    fn push_front(&mut self, elt: T);
    fn pop_back(&mut self) -> Option<T>;
    fn pop_front(&mut self) -> Option<T>;
    fn front(&self) -> Option<&T>;
    fn back(&self) -> Option<&T>;
    fn iter(&self) -> slice::Iter<T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
}
impl<T> IntoIterator for LinkedList<T> { type Item = T; }
impl<'a, T> IntoIterator for &'a LinkedList<T> { type Item = &'a T; }
pub struct BinaryHeap<T> { data: T }
impl<T> BinaryHeap<T> {
    fn new() -> BinaryHeap<T>;
    fn with_capacity(capacity: usize) -> BinaryHeap<T>;
    fn push(&mut self, item: T);
    fn pop(&mut self) -> Option<T>;
    fn peek(&self) -> Option<&T>;
    fn peek_mut(&mut self) -> Option<&mut T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn iter(&self) -> slice::Iter<T>;
    fn into_sorted_vec(self) -> Vec<T>;
    fn into_vec(self) -> Vec<T>;
    fn clear(&mut self);
    fn drain(&mut self) -> impl Iterator<Item = T>;
}
impl<T> IntoIterator for BinaryHeap<T> { type Item = T; }
impl<'a, T> IntoIterator for &'a BinaryHeap<T> { type Item = &'a T; }

pub struct HashMap<K, V, S> { k: K, v: V, s: S }
impl<K, V, S> HashMap<K, V, S> {
    fn new() -> HashMap<K, V, S>;
    fn with_capacity(capacity: usize) -> HashMap<K, V, S>;
    fn with_hasher(hash_builder: S) -> HashMap<K, V, S>;
    fn with_capacity_and_hasher(capacity: usize, hash_builder: S) -> HashMap<K, V, S>;
    fn capacity(&self) -> usize;
    fn keys(&self) -> impl Iterator<Item = &K>;
    fn into_keys(self) -> impl Iterator<Item = K>;
    fn values(&self) -> impl Iterator<Item = &V>;
    fn values_mut(&mut self) -> impl Iterator<Item = &mut V>;
    fn into_values(self) -> impl Iterator<Item = V>;
    fn iter(&self) -> impl Iterator<Item = (&K, &V)>;
    fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn drain(&mut self) -> impl Iterator<Item = (K, V)>;
    fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F);
    fn clear(&mut self);
    fn hasher(&self) -> &S;
    fn reserve(&mut self, additional: usize);
    fn shrink_to_fit(&mut self);
    fn entry(&mut self, key: K) -> hash_map::Entry<K, V>;
    fn get<Q>(&self, k: &Q) -> Option<&V>;
    fn get_key_value<Q>(&self, k: &Q) -> Option<(&K, &V)>;
    fn contains_key<Q>(&self, k: &Q) -> bool;
    fn get_mut<Q>(&mut self, k: &Q) -> Option<&mut V>;
    fn insert(&mut self, k: K, v: V) -> Option<V>;
    fn remove<Q>(&mut self, k: &Q) -> Option<V>;
    fn remove_entry<Q>(&mut self, k: &Q) -> Option<(K, V)>;
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I);
    fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> HashMap<K, V, S>;
}
impl<K, V, S> IntoIterator for HashMap<K, V, S> { type Item = (K, V); }
impl<'a, K, V, S> IntoIterator for &'a HashMap<K, V, S> { type Item = (&'a K, &'a V); }
impl<K, V, S, Q> Index<&Q> for HashMap<K, V, S> { type Output = V; }
pub mod hash_map {
    pub use super::HashMap;
    pub enum Entry<K, V> { Occupied(OccupiedEntry<K, V>), Vacant(VacantEntry<K, V>) }
    impl<K, V> Entry<K, V> {
        fn or_insert(self, default: V) -> &mut V;
        fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &mut V;
        fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &mut V;
        fn key(&self) -> &K;
        fn and_modify<F: FnOnce(&mut V)>(self, f: F) -> Entry<K, V>;
        fn or_default(self) -> &mut V;
    }
    pub struct OccupiedEntry<K, V> { k: K, v: V }
    impl<K, V> OccupiedEntry<K, V> {
        fn key(&self) -> &K;
        fn get(&self) -> &V;
        fn get_mut(&mut self) -> &mut V;
        fn into_mut(self) -> &mut V;
        fn insert(&mut self, value: V) -> V;
        fn remove(self) -> V;
        fn remove_entry(self) -> (K, V);
    }
    pub struct VacantEntry<K, V> { k: K, v: V }
    impl<K, V> VacantEntry<K, V> {
        fn key(&self) -> &K;
        fn into_key(self) -> K;
        fn insert(self, value: V) -> &mut V;
    }
    pub struct Iter<K, V> { k: K, v: V }
    impl<K, V> Iterator for Iter<K, V> { type Item = (&K, &V); }
    pub struct IterMut<K, V> { k: K, v: V }
    impl<K, V> Iterator for IterMut<K, V> { type Item = (&K, &mut V); }
    pub struct IntoIter<K, V> { k: K, v: V }
    impl<K, V> Iterator for IntoIter<K, V> { type Item = (K, V); }
    pub struct Keys<K, V> { k: K, v: V }
    impl<K, V> Iterator for Keys<K, V> { type Item = &K; }
    pub struct Values<K, V> { k: K, v: V }
    impl<K, V> Iterator for Values<K, V> { type Item = &V; }
}
pub mod btree_map {
    pub use super::BTreeMap;
    pub use super::hash_map::Entry;
    pub use super::hash_map::OccupiedEntry;
    pub use super::hash_map::VacantEntry;
    pub use super::hash_map::Iter;
    pub use super::hash_map::IntoIter;
    pub use super::hash_map::Keys;
    pub use super::hash_map::Values;
}
pub struct BTreeMap<K, V> { k: K, v: V }
impl<K, V> BTreeMap<K, V> {
    fn new() -> BTreeMap<K, V>;
    fn keys(&self) -> impl Iterator<Item = &K>;
    fn into_keys(self) -> impl Iterator<Item = K>;
    fn values(&self) -> impl Iterator<Item = &V>;
    fn values_mut(&mut self) -> impl Iterator<Item = &mut V>;
    fn into_values(self) -> impl Iterator<Item = V>;
    fn iter(&self) -> impl Iterator<Item = (&K, &V)>;
    fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F);
    fn clear(&mut self);
    fn entry(&mut self, key: K) -> hash_map::Entry<K, V>;
    fn get<Q>(&self, k: &Q) -> Option<&V>;
    fn get_key_value<Q>(&self, k: &Q) -> Option<(&K, &V)>;
    fn contains_key<Q>(&self, k: &Q) -> bool;
    fn get_mut<Q>(&mut self, k: &Q) -> Option<&mut V>;
    fn insert(&mut self, k: K, v: V) -> Option<V>;
    fn remove<Q>(&mut self, k: &Q) -> Option<V>;
    fn remove_entry<Q>(&mut self, k: &Q) -> Option<(K, V)>;
    fn first_key_value(&self) -> Option<(&K, &V)>;
    fn last_key_value(&self) -> Option<(&K, &V)>;
    fn pop_first(&mut self) -> Option<(K, V)>;
    fn pop_last(&mut self) -> Option<(K, V)>;
    fn range<R>(&self, range: R) -> impl Iterator<Item = (&K, &V)>;
    fn range_mut<R>(&mut self, range: R) -> impl Iterator<Item = (&K, &mut V)>;
    fn split_off<Q>(&mut self, key: &Q) -> BTreeMap<K, V>;
    fn append(&mut self, other: &mut BTreeMap<K, V>);
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I);
    fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> BTreeMap<K, V>;
}
impl<K, V> IntoIterator for BTreeMap<K, V> { type Item = (K, V); }
impl<'a, K, V> IntoIterator for &'a BTreeMap<K, V> { type Item = (&'a K, &'a V); }
impl<K, V, Q> Index<&Q> for BTreeMap<K, V> { type Output = V; }

pub struct HashSet<T, S> { t: T, s: S }
impl<T, S> HashSet<T, S> {
    fn new() -> HashSet<T, S>;
    fn with_capacity(capacity: usize) -> HashSet<T, S>;
    fn with_hasher(hasher: S) -> HashSet<T, S>;
    fn iter(&self) -> impl Iterator<Item = &T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn drain(&mut self) -> impl Iterator<Item = T>;
    fn retain<F: FnMut(&T) -> bool>(&mut self, f: F);
    fn clear(&mut self);
    fn contains<Q>(&self, value: &Q) -> bool;
    fn get<Q>(&self, value: &Q) -> Option<&T>;
    fn insert(&mut self, value: T) -> bool;
    fn replace(&mut self, value: T) -> Option<T>;
    fn remove<Q>(&mut self, value: &Q) -> bool;
    fn take<Q>(&mut self, value: &Q) -> Option<T>;
    fn difference(&self, other: &HashSet<T, S>) -> impl Iterator<Item = &T>;
    fn symmetric_difference(&self, other: &HashSet<T, S>) -> impl Iterator<Item = &T>;
    fn intersection(&self, other: &HashSet<T, S>) -> impl Iterator<Item = &T>;
    fn union(&self, other: &HashSet<T, S>) -> impl Iterator<Item = &T>;
    fn is_disjoint(&self, other: &HashSet<T, S>) -> bool;
    fn is_subset(&self, other: &HashSet<T, S>) -> bool;
    fn is_superset(&self, other: &HashSet<T, S>) -> bool;
    fn reserve(&mut self, additional: usize);
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I);
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> HashSet<T, S>;
}
impl<T, S> IntoIterator for HashSet<T, S> { type Item = T; }
impl<'a, T, S> IntoIterator for &'a HashSet<T, S> { type Item = &'a T; }
pub struct BTreeSet<T> { t: T }
impl<T> BTreeSet<T> {
    fn new() -> BTreeSet<T>;
    fn iter(&self) -> impl Iterator<Item = &T>;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn retain<F: FnMut(&T) -> bool>(&mut self, f: F);
    fn clear(&mut self);
    fn contains<Q>(&self, value: &Q) -> bool;
    fn get<Q>(&self, value: &Q) -> Option<&T>;
    fn insert(&mut self, value: T) -> bool;
    fn remove<Q>(&mut self, value: &Q) -> bool;
    fn take<Q>(&mut self, value: &Q) -> Option<T>;
    fn first(&self) -> Option<&T>;
    fn last(&self) -> Option<&T>;
    fn pop_first(&mut self) -> Option<T>;
    fn pop_last(&mut self) -> Option<T>;
    fn range<R>(&self, range: R) -> impl Iterator<Item = &T>;
    fn difference(&self, other: &BTreeSet<T>) -> impl Iterator<Item = &T>;
    fn intersection(&self, other: &BTreeSet<T>) -> impl Iterator<Item = &T>;
    fn union(&self, other: &BTreeSet<T>) -> impl Iterator<Item = &T>;
    fn is_subset(&self, other: &BTreeSet<T>) -> bool;
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I);
    fn append(&mut self, other: &mut BTreeSet<T>);
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> BTreeSet<T>;
}
impl<T> IntoIterator for BTreeSet<T> { type Item = T; }
impl<'a, T> IntoIterator for &'a BTreeSet<T> { type Item = &'a T; }

// -- text

pub struct String;
impl String {
    fn new() -> String;
    fn with_capacity(capacity: usize) -> String;
    fn from_utf8(vec: Vec<u8>) -> Result<String, FromUtf8Error>;
    fn from_utf8_lossy(v: &[u8]) -> Cow<str>;
    fn from_utf8_unchecked(bytes: Vec<u8>) -> String;
    fn into_bytes(self) -> Vec<u8>;
    fn into_boxed_str(self) -> Box<str>;
    fn as_str(&self) -> &str;
    fn as_mut_str(&mut self) -> &mut str;
    fn push_str(&mut self, string: &str);
    fn capacity(&self) -> usize;
    fn reserve(&mut self, additional: usize);
    fn push(&mut self, ch: char);
    fn truncate(&mut self, new_len: usize);
    fn pop(&mut self) -> Option<char>;
    fn remove(&mut self, idx: usize) -> char;
    fn retain<F: FnMut(char) -> bool>(&mut self, f: F);
    fn insert(&mut self, idx: usize, ch: char);
    fn insert_str(&mut self, idx: usize, string: &str);
    fn split_off(&mut self, at: usize) -> String;
    fn clear(&mut self);
    fn drain<R>(&mut self, range: R) -> impl Iterator<Item = char>;
    fn replace_range<R>(&mut self, range: R, replace_with: &str);
    fn leak<'a>(self) -> &'a mut str;
    fn extend<I>(&mut self, iter: I);
    fn from_iter<I>(iter: I) -> String;
    fn write_str(&mut self, s: &str) -> fmt::Result;
    fn write_char(&mut self, c: char) -> fmt::Result;
    fn write_fmt(&mut self, args: fmt::Arguments) -> fmt::Result;
    fn to_string(&self) -> String;
}
impl Deref for String { type Target = str; }
impl Index<Range> for String { type Output = str; }
impl Add<&str> for String { type Output = String; }
pub struct FromUtf8Error;
impl FromUtf8Error { fn into_bytes(self) -> Vec<u8>; fn utf8_error(&self) -> Utf8Error; }
pub struct Utf8Error;
impl Utf8Error { fn valid_up_to(&self) -> usize; fn error_len(&self) -> Option<usize>; }

impl str {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn is_char_boundary(&self, index: usize) -> bool;
    fn as_bytes(&self) -> &[u8];
    fn as_ptr(&self) -> *const u8;
    fn as_str(&self) -> &str;
    fn get<I>(&self, i: I) -> Option<&str>;
    fn get_unchecked<I>(&self, i: I) -> &str;
    fn split_at(&self, mid: usize) -> (&str, &str);
    fn chars(&self) -> Chars;
    fn char_indices(&self) -> CharIndices;
    fn bytes(&self) -> impl Iterator<Item = u8>;
    fn split_whitespace(&self) -> impl Iterator<Item = &str>;
    fn split_ascii_whitespace(&self) -> impl Iterator<Item = &str>;
    fn lines(&self) -> Lines;
    fn contains<P>(&self, pat: P) -> bool;
    fn starts_with<P>(&self, pat: P) -> bool;
    fn ends_with<P>(&self, pat: P) -> bool;
    fn find<P: FnMut(char) -> bool>(&self, pat: P) -> Option<usize>;
    fn rfind<P: FnMut(char) -> bool>(&self, pat: P) -> Option<usize>;
    fn split<P: FnMut(char) -> bool>(&self, pat: P) -> impl Iterator<Item = &str>;
    fn split_inclusive<P: FnMut(char) -> bool>(&self, pat: P) -> impl Iterator<Item = &str>;
    fn rsplit<P: FnMut(char) -> bool>(&self, pat: P) -> impl Iterator<Item = &str>;
    fn split_terminator<P>(&self, pat: P) -> impl Iterator<Item = &str>;
    fn splitn<P: FnMut(char) -> bool>(&self, n: usize, pat: P) -> impl Iterator<Item = &str>;
    fn rsplitn<P: FnMut(char) -> bool>(&self, n: usize, pat: P) -> impl Iterator<Item = &str>;
    fn split_once<P>(&self, delimiter: P) -> Option<(&str, &str)>;
    fn rsplit_once<P>(&self, delimiter: P) -> Option<(&str, &str)>;
    fn matches<P: FnMut(char) -> bool>(&self, pat: P) -> impl Iterator<Item = &str>;
    fn match_indices<P>(&self, pat: P) -> impl Iterator<Item = (usize, &str)>;
    fn trim(&self) -> &str;
    fn trim_start(&self) -> &str;
    fn trim_end(&self) -> &str;
    fn trim_matches<P: FnMut(char) -> bool>(&self, pat: P) -> &str;
    fn trim_start_matches<P: FnMut(char) -> bool>(&self, pat: P) -> &str;
    fn trim_end_matches<P: FnMut(char) -> bool>(&self, pat: P) -> &str;
    fn trim_left_matches<P>(&self, pat: P) -> &str;
    fn trim_right_matches<P>(&self, pat: P) -> &str;
    fn trim_left(&self) -> &str;
    fn trim_right(&self) -> &str;
    fn strip_prefix<P>(&self, prefix: P) -> Option<&str>;
    fn strip_suffix<P>(&self, suffix: P) -> Option<&str>;
    fn parse<F>(&self) -> Result<F, <F as FromStr>::Err>;
    fn is_ascii(&self) -> bool;
    fn eq_ignore_ascii_case(&self, other: &str) -> bool;
    fn make_ascii_uppercase(&mut self);
    fn make_ascii_lowercase(&mut self);
    fn replace<P>(&self, from: P, to: &str) -> String;
    fn replacen<P>(&self, pat: P, to: &str, count: usize) -> String;
    fn to_lowercase(&self) -> String;
    fn to_uppercase(&self) -> String;
    fn to_ascii_uppercase(&self) -> String;
    fn to_ascii_lowercase(&self) -> String;
    fn repeat(&self, n: usize) -> String;
    fn escape_debug(&self) -> impl Iterator<Item = char>;
    fn escape_default(&self) -> impl Iterator<Item = char>;
    fn into_string(self) -> String;
    fn to_owned(&self) -> String;
    fn to_string(&self) -> String;
    fn encode_utf16(&self) -> impl Iterator<Item = u16>;
    fn from_utf8(v: &[u8]) -> Result<&str, Utf8Error>;
    fn from_utf8_unchecked(v: &[u8]) -> &str;
}
impl ToOwned for str { type Owned = String; }
impl Index<Range> for str { type Output = str; }
pub fn from_utf8(v: &[u8]) -> Result<&str, Utf8Error>;
pub fn from_utf8_unchecked(v: &[u8]) -> &str;

pub struct Chars;
impl Iterator for Chars { type Item = char; }
impl Chars { fn as_str(&self) -> &str; }
pub struct CharIndices;
impl Iterator for CharIndices { type Item = (usize, char); }
impl CharIndices { fn as_str(&self) -> &str; fn offset(&self) -> usize; }
pub struct Lines;
impl Iterator for Lines { type Item = &str; }
pub struct Bytes;
impl Iterator for Bytes { type Item = u8; }
pub struct Split<P> { p: P }
impl<P> Iterator for Split<P> { type Item = &str; }
pub struct SplitWhitespace;
impl Iterator for SplitWhitespace { type Item = &str; }

impl char {
    fn is_alphabetic(self) -> bool;
    fn is_alphanumeric(self) -> bool;
    fn is_numeric(self) -> bool;
    fn is_whitespace(self) -> bool;
    fn is_uppercase(self) -> bool;
    fn is_lowercase(self) -> bool;
    fn is_control(self) -> bool;
    fn is_digit(self, radix: u32) -> bool;
    fn is_ascii(&self) -> bool;
    fn is_ascii_digit(&self) -> bool;
    fn is_ascii_hexdigit(&self) -> bool;
    fn is_ascii_alphabetic(&self) -> bool;
    fn is_ascii_alphanumeric(&self) -> bool;
    fn is_ascii_punctuation(&self) -> bool;
    fn is_ascii_whitespace(&self) -> bool;
    fn is_ascii_uppercase(&self) -> bool;
    fn is_ascii_lowercase(&self) -> bool;
    fn is_ascii_control(&self) -> bool;
    fn is_ascii_graphic(&self) -> bool;
    fn to_digit(self, radix: u32) -> Option<u32>;
    fn from_digit(num: u32, radix: u32) -> Option<char>;
    fn from_u32(i: u32) -> Option<char>;
    fn len_utf8(self) -> usize;
    fn len_utf16(self) -> usize;
    fn encode_utf8(self, dst: &mut [u8]) -> &mut str;
    fn to_lowercase(self) -> impl Iterator<Item = char>;
    fn to_uppercase(self) -> impl Iterator<Item = char>;
    fn to_ascii_lowercase(&self) -> char;
    fn to_ascii_uppercase(&self) -> char;
    fn eq_ignore_ascii_case(&self, other: &char) -> bool;
    fn escape_default(self) -> impl Iterator<Item = char>;
    fn escape_debug(self) -> impl Iterator<Item = char>;
}
impl bool {
    fn then<T, F: FnOnce() -> T>(self, f: F) -> Option<T>;
    fn then_some<T>(self, t: T) -> Option<T>;
    fn not(self) -> bool;
}

// -- numbers

pub trait Number__: Sized {
    fn abs(self) -> Self;
    fn pow(self, exp: u32) -> Self;
    fn min_value() -> Self;
    fn max_value() -> Self;
    fn checked_add(self, rhs: Self) -> Option<Self>;
    fn checked_sub(self, rhs: Self) -> Option<Self>;
    fn checked_mul(self, rhs: Self) -> Option<Self>;
    fn checked_div(self, rhs: Self) -> Option<Self>;
    fn checked_rem(self, rhs: Self) -> Option<Self>;
    fn checked_neg(self) -> Option<Self>;
    fn checked_pow(self, exp: u32) -> Option<Self>;
    fn checked_shl(self, rhs: u32) -> Option<Self>;
    fn checked_shr(self, rhs: u32) -> Option<Self>;
    fn saturating_add(self, rhs: Self) -> Self;
    fn saturating_sub(self, rhs: Self) -> Self;
    fn saturating_mul(self, rhs: Self) -> Self;
    fn wrapping_add(self, rhs: Self) -> Self;
    fn wrapping_sub(self, rhs: Self) -> Self;
    fn wrapping_mul(self, rhs: Self) -> Self;
    fn wrapping_neg(self) -> Self;
    fn wrapping_shl(self, rhs: u32) -> Self;
    fn wrapping_shr(self, rhs: u32) -> Self;
    fn overflowing_add(self, rhs: Self) -> (Self, bool);
    fn overflowing_sub(self, rhs: Self) -> (Self, bool);
    fn overflowing_mul(self, rhs: Self) -> (Self, bool);
    fn rotate_left(self, n: u32) -> Self;
    fn rotate_right(self, n: u32) -> Self;
    fn swap_bytes(self) -> Self;
    fn reverse_bits(self) -> Self;
    fn leading_zeros(self) -> u32;
    fn trailing_zeros(self) -> u32;
    fn leading_ones(self) -> u32;
    fn trailing_ones(self) -> u32;
    fn count_ones(self) -> u32;
    fn count_zeros(self) -> u32;
    fn is_power_of_two(self) -> bool;
    fn next_power_of_two(self) -> Self;
    fn checked_next_power_of_two(self) -> Option<Self>;
    fn next_multiple_of(self, rhs: Self) -> Self;
    fn div_ceil(self, rhs: Self) -> Self;
    fn div_euclid(self, rhs: Self) -> Self;
    fn rem_euclid(self, rhs: Self) -> Self;
    fn abs_diff(self, other: Self) -> Self;
    fn unsigned_abs(self) -> Self;
    fn signum(self) -> Self;
    fn is_negative(self) -> bool;
    fn is_positive(self) -> bool;
    fn ilog2(self) -> u32;
    fn ilog10(self) -> u32;
    fn isqrt(self) -> Self;
    fn to_be_bytes(self) -> [u8; 1];
    fn to_le_bytes(self) -> [u8; 1];
    fn to_ne_bytes(self) -> [u8; 1];
    fn from_be_bytes(bytes: [u8; 1]) -> Self;
    fn from_le_bytes(bytes: [u8; 1]) -> Self;
    fn from_ne_bytes(bytes: [u8; 1]) -> Self;
    fn to_be(self) -> Self;
    fn to_le(self) -> Self;
    fn from_str_radix(src: &str, radix: u32) -> Result<Self, ParseIntError>;
    fn is_ascii(&self) -> bool;
    fn is_ascii_digit(&self) -> bool;
    fn is_ascii_hexdigit(&self) -> bool;
    fn is_ascii_alphabetic(&self) -> bool;
    fn is_ascii_alphanumeric(&self) -> bool;
    fn is_ascii_punctuation(&self) -> bool;
    fn is_ascii_whitespace(&self) -> bool;
    fn is_ascii_uppercase(&self) -> bool;
    fn is_ascii_lowercase(&self) -> bool;
    fn is_ascii_control(&self) -> bool;
    fn is_ascii_graphic(&self) -> bool;
    fn to_ascii_lowercase(&self) -> Self;
    fn to_ascii_uppercase(&self) -> Self;
    fn eq_ignore_ascii_case(&self, other: &Self) -> bool;
    fn sqrt(self) -> Self;
    fn floor(self) -> Self;
    fn ceil(self) -> Self;
    fn round(self) -> Self;
    fn trunc(self) -> Self;
    fn fract(self) -> Self;
    fn powi(self, n: i32) -> Self;
    fn powf(self, n: Self) -> Self;
    fn exp(self) -> Self;
    fn ln(self) -> Self;
    fn log(self, base: Self) -> Self;
    fn log2(self) -> Self;
    fn log10(self) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn tan(self) -> Self;
    fn atan2(self, other: Self) -> Self;
    fn hypot(self, other: Self) -> Self;
    fn mul_add(self, a: Self, b: Self) -> Self;
    fn is_nan(self) -> bool;
    fn is_infinite(self) -> bool;
    fn is_finite(self) -> bool;
    fn is_sign_negative(self) -> bool;
    fn is_sign_positive(self) -> bool;
    fn to_bits(self) -> u64;
    fn from_bits(v: u64) -> Self;
    fn total_cmp(&self, other: &Self) -> Ordering;
    fn to_degrees(self) -> Self;
    fn to_radians(self) -> Self;
}
impl Number__ for u8 {}
impl Number__ for u16 {}
impl Number__ for u32 {}
impl Number__ for u64 {}
impl Number__ for u128 {}
impl Number__ for usize {}
impl Number__ for i8 {}
impl Number__ for i16 {}
impl Number__ for i32 {}
impl Number__ for i64 {}
impl Number__ for i128 {}
impl Number__ for isize {}
impl Number__ for f32 {}
impl Number__ for f64 {}
pub struct ParseIntError;
pub struct ParseFloatError;
pub struct ParseBoolError;
pub struct TryFromIntError;
pub struct NonZeroUsize;
impl NonZeroUsize { fn new(n: usize) -> Option<NonZeroUsize>; fn new_unchecked(n: usize) -> NonZeroUsize; fn get(self) -> usize; }
pub struct NonZeroU32;
impl NonZeroU32 { fn new(n: u32) -> Option<NonZeroU32>; fn new_unchecked(n: u32) -> NonZeroU32; fn get(self) -> u32; }
pub struct NonZeroU64;
impl NonZeroU64 { fn new(n: u64) -> Option<NonZeroU64>; fn new_unchecked(n: u64) -> NonZeroU64; fn get(self) -> u64; }
pub struct NonZeroU8;
impl NonZeroU8 { fn new(n: u8) -> Option<NonZeroU8>; fn get(self) -> u8; }

pub struct Range<T> { start: T, end: T }
impl<T> Range<T> {
    fn contains<U>(&self, item: &U) -> bool;
    fn is_empty(&self) -> bool;
    fn start(&self) -> &T;
    fn end(&self) -> &T;
    fn len(&self) -> usize;
    fn into_inner(self) -> (T, T);
    fn new(start: T, end: T) -> Range<T>;
}
impl<T> Iterator for Range<T> { type Item = T; }
pub type RangeInclusive<T> = Range<T>;
pub type RangeFrom<T> = Range<T>;
pub type RangeTo<T> = Range<T>;
pub type RangeToInclusive<T> = Range<T>;
pub struct RangeFull;
pub enum Bound<T> { Included(T), Excluded(T), Unbounded }
impl<T> Bound<T> { fn as_ref(&self) -> Bound<&T>; fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Bound<U>; fn cloned(self) -> Bound<<T as Deref>::Target>; }
pub trait RangeBounds<T> { fn start_bound(&self) -> Bound<&T>; fn end_bound(&self) -> Bound<&T>; fn contains<U>(&self, item: &U) -> bool; }
impl<T> RangeBounds<T> for Range<T> {}
pub enum Ordering { Less, Equal, Greater, Relaxed, Release, Acquire, AcqRel, SeqCst }
impl Ordering {
    fn is_eq(self) -> bool;
    fn is_ne(self) -> bool;
    fn is_lt(self) -> bool;
    fn is_gt(self) -> bool;
    fn is_le(self) -> bool;
    fn is_ge(self) -> bool;
    fn reverse(self) -> Ordering;
    fn then(self, other: Ordering) -> Ordering;
    fn then_with<F: FnOnce() -> Ordering>(self, f: F) -> Ordering;
}
pub enum ControlFlow<B, C> { Continue(C), Break(B) }
impl<B, C> ControlFlow<B, C> { fn is_break(&self) -> bool; fn is_continue(&self) -> bool; fn break_value(self) -> Option<B>; }
pub enum Infallible {}

// -- iterators

pub trait Iterator {
    type Item;
    fn next(&mut self) -> Option<Self::Item>;
    fn size_hint(&self) -> (usize, Option<usize>);
    fn count(self) -> usize;
    fn last(self) -> Option<Self::Item>;
    fn advance_by(&mut self, n: usize) -> Result<(), usize>;
    fn nth(&mut self, n: usize) -> Option<Self::Item>;
    fn step_by(self, step: usize) -> impl Iterator<Item = Self::Item>;
    fn chain<U: IntoIterator<Item = Self::Item>>(self, other: U) -> impl Iterator<Item = Self::Item>;
    fn zip<U: IntoIterator>(self, other: U) -> impl Iterator<Item = (Self::Item, <U as IntoIterator>::Item)>;
    fn map<B, F: FnMut(Self::Item) -> B>(self, f: F) -> impl Iterator<Item = B>;
    fn for_each<F: FnMut(Self::Item)>(self, f: F);
    fn filter<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> impl Iterator<Item = Self::Item>;
    fn filter_map<B, F: FnMut(Self::Item) -> Option<B>>(self, f: F) -> impl Iterator<Item = B>;
    fn enumerate(self) -> Enumerate<Self>;
    fn peekable(self) -> Peekable<Self>;
    fn skip_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> impl Iterator<Item = Self::Item>;
    fn take_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> impl Iterator<Item = Self::Item>;
    fn map_while<B, P: FnMut(Self::Item) -> Option<B>>(self, predicate: P) -> impl Iterator<Item = B>;
    fn skip(self, n: usize) -> Skip<Self>;
    fn take(self, n: usize) -> Take<Self>;
    fn scan<St, B, F: FnMut(&mut St, Self::Item) -> Option<B>>(self, initial_state: St, f: F) -> impl Iterator<Item = B>;
    fn flat_map<U: IntoIterator, F: FnMut(Self::Item) -> U>(self, f: F) -> impl Iterator<Item = <U as IntoIterator>::Item>;
    fn flatten(self) -> impl Iterator<Item = <<Self as Iterator>::Item as IntoIterator>::Item>;
    fn fuse(self) -> Fuse<Self>;
    fn inspect<F: FnMut(&Self::Item)>(self, f: F) -> impl Iterator<Item = Self::Item>;
    fn by_ref(&mut self) -> &mut Self;
    fn collect<B: FromIterator<Self::Item>>(self) -> B;
    fn partition<B: FromIterator<Self::Item>, F: FnMut(&Self::Item) -> bool>(self, f: F) -> (B, B);
    fn try_fold<B, F: FnMut(B, Self::Item) -> R, R>(&mut self, init: B, f: F) -> R;
    fn try_for_each<F: FnMut(Self::Item) -> R, R>(&mut self, f: F) -> R;
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B;
    fn reduce<F: FnMut(Self::Item, Self::Item) -> Self::Item>(self, f: F) -> Option<Self::Item>;
    fn all<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool;
    fn any<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool;
    fn find<P: FnMut(&Self::Item) -> bool>(&mut self, predicate: P) -> Option<Self::Item>;
    fn find_map<B, F: FnMut(Self::Item) -> Option<B>>(&mut self, f: F) -> Option<B>;
    fn position<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize>;
    fn rposition<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize>;
    fn max(self) -> Option<Self::Item>;
    fn min(self) -> Option<Self::Item>;
    fn max_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item>;
    fn max_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, compare: F) -> Option<Self::Item>;
    fn min_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item>;
    fn min_by<F: FnMut(&Self::Item, &Self::Item) -> Ordering>(self, compare: F) -> Option<Self::Item>;
    fn rev(self) -> Rev<Self>;
    fn unzip<A, B, FromA, FromB>(self) -> (FromA, FromB);
    fn copied(self) -> impl Iterator<Item = <<Self as Iterator>::Item as Deref>::Target>;
    fn cloned(self) -> impl Iterator<Item = <<Self as Iterator>::Item as Deref>::Target>;
    fn cycle(self) -> impl Iterator<Item = Self::Item>;
    fn sum<S>(self) -> S;
    fn product<P>(self) -> P;
    fn cmp<I>(self, other: I) -> Ordering;
    fn eq<I>(self, other: I) -> bool;
    fn next_back(&mut self) -> Option<Self::Item>;
    fn nth_back(&mut self, n: usize) -> Option<Self::Item>;
    fn rfold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B;
    fn rfind<P: FnMut(&Self::Item) -> bool>(&mut self, predicate: P) -> Option<Self::Item>;
    fn len(&self) -> usize;
}
pub trait DoubleEndedIterator: Iterator { fn next_back(&mut self) -> Option<Self::Item>; }
pub trait ExactSizeIterator: Iterator { fn len(&self) -> usize; }
pub trait FusedIterator: Iterator {}
impl<'a, I: Iterator> Iterator for &'a mut I { type Item = <I as Iterator>::Item; }
impl<I: Iterator> Iterator for Box<I> { type Item = <I as Iterator>::Item; }
pub trait IntoIterator { type Item; type IntoIter: Iterator<Item = Self::Item>; fn into_iter(self) -> impl Iterator<Item = Self::Item>; }
impl<I: Iterator> IntoIterator for I { type Item = <I as Iterator>::Item; type IntoIter = I; fn into_iter(self) -> I; }
pub trait FromIterator<A> { fn from_iter<T: IntoIterator<Item = A>>(iter: T) -> Self; }
pub trait Extend<A> { fn extend<T: IntoIterator<Item = A>>(&mut self, iter: T); }
pub trait Sum<A> { fn sum<I: Iterator<Item = A>>(iter: I) -> Self; }
pub struct Peekable<I> { iter: I }
impl<I: Iterator> Iterator for Peekable<I> { type Item = <I as Iterator>::Item; }
impl<I: Iterator> Peekable<I> {
    fn peek(&mut self) -> Option<&<I as Iterator>::Item>;
    fn peek_mut(&mut self) -> Option<&mut <I as Iterator>::Item>;
    fn next_if(&mut self, func: impl FnOnce(&<I as Iterator>::Item) -> bool) -> Option<<I as Iterator>::Item>;
    fn next_if_eq<T>(&mut self, expected: &T) -> Option<<I as Iterator>::Item>;
}
pub struct Enumerate<I> { iter: I }
impl<I: Iterator> Iterator for Enumerate<I> { type Item = (usize, <I as Iterator>::Item); }
pub struct Rev<I> { iter: I }
impl<I: Iterator> Iterator for Rev<I> { type Item = <I as Iterator>::Item; }
pub struct Skip<I> { iter: I }
impl<I: Iterator> Iterator for Skip<I> { type Item = <I as Iterator>::Item; }
pub struct Take<I> { iter: I }
impl<I: Iterator> Iterator for Take<I> { type Item = <I as Iterator>::Item; }
pub struct Fuse<I> { iter: I }
impl<I: Iterator> Iterator for Fuse<I> { type Item = <I as Iterator>::Item; }
pub struct Cloned<I> { iter: I }
impl<I: Iterator> Iterator for Cloned<I> { type Item = <<I as Iterator>::Item as Deref>::Target; }
pub struct Copied<I> { iter: I }
impl<I: Iterator> Iterator for Copied<I> { type Item = <<I as Iterator>::Item as Deref>::Target; }
pub struct Chain<A, B> { a: A, b: B }
impl<A: Iterator, B> Iterator for Chain<A, B> { type Item = <A as Iterator>::Item; }
pub struct Zip<A, B> { a: A, b: B }
impl<A: Iterator, B: Iterator> Iterator for Zip<A, B> { type Item = (<A as Iterator>::Item, <B as Iterator>::Item); }
pub struct Filter<I, P> { iter: I, p: P }
impl<I: Iterator, P> Iterator for Filter<I, P> { type Item = <I as Iterator>::Item; }
pub struct Flatten<I> { iter: I }
impl<I: Iterator> Iterator for Flatten<I> { type Item = <<I as Iterator>::Item as IntoIterator>::Item; }
pub fn once<T>(value: T) -> impl Iterator<Item = T>;
pub fn repeat<T>(elt: T) -> impl Iterator<Item = T>;
pub fn repeat_with<T, F: FnMut() -> T>(repeater: F) -> impl Iterator<Item = T>;
pub fn from_fn<T, F: FnMut() -> Option<T>>(f: F) -> impl Iterator<Item = T>;
pub fn successors<T, F: FnMut(&T) -> Option<T>>(first: Option<T>, succ: F) -> impl Iterator<Item = T>;
pub fn empty<T>() -> impl Iterator<Item = T>;
pub fn zip<A: IntoIterator, B: IntoIterator>(a: A, b: B) -> impl Iterator<Item = (<A as IntoIterator>::Item, <B as IntoIterator>::Item)>;

// -- traits that (nearly) every type has, last in line

pub trait Sized {}
pub trait Send {}
pub trait Sync {}
pub trait Unpin {}
pub trait Copy {}
impl<T> Sized for T {}
impl<T> Send for T {}
impl<T> Sync for T {}
impl<T> Unpin for T {}
impl<T> Copy for T {}
pub trait Clone { fn clone(&self) -> Self; fn clone_from(&mut self, source: &Self); }
impl<T> Clone for T {}
pub trait PartialEq<Rhs> { fn eq(&self, other: &Rhs) -> bool; fn ne(&self, other: &Rhs) -> bool; }
impl<T, U> PartialEq<U> for T {}
pub trait Eq {}
impl<T> Eq for T {}
pub trait PartialOrd<Rhs> { fn partial_cmp(&self, other: &Rhs) -> Option<Ordering>; fn lt(&self, other: &Rhs) -> bool; fn le(&self, other: &Rhs) -> bool; fn gt(&self, other: &Rhs) -> bool; fn ge(&self, other: &Rhs) -> bool; }
impl<T, U> PartialOrd<U> for T {}
pub trait Ord { fn cmp(&self, other: &Self) -> Ordering; fn max(self, other: Self) -> Self; fn min(self, other: Self) -> Self; fn clamp(self, min: Self, max: Self) -> Self; }
impl<T> Ord for T {}
pub trait Hash { fn hash<H: Hasher>(&self, state: &mut H); }
impl<T> Hash for T {}
pub trait Hasher { fn finish(&self) -> u64; fn write(&mut self, bytes: &[u8]); fn write_u8(&mut self, i: u8); fn write_u32(&mut self, i: u32); fn write_u64(&mut self, i: u64); fn write_usize(&mut self, i: usize); }
pub trait BuildHasher { type Hasher; fn build_hasher(&self) -> Self::Hasher; fn hash_one<T>(&self, x: T) -> u64; }
pub struct DefaultHasher;
impl Hasher for DefaultHasher {}
impl DefaultHasher { fn new() -> DefaultHasher; }
pub struct RandomState;
impl BuildHasher for RandomState { type Hasher = DefaultHasher; }
pub trait Default { fn default() -> Self; }
impl<T> Default for T {}
pub trait ToString { fn to_string(&self) -> String; }
impl<T> ToString for T {}
pub trait ToOwned { type Owned; fn to_owned(&self) -> Self::Owned; fn clone_into(&self, target: &mut Self::Owned); }
impl<T> ToOwned for T { type Owned = T; }
pub trait From<T> { fn from(value: T) -> Self; }
impl<T, U> From<U> for T {}
pub trait Into<T> { fn into(self) -> T; }
impl<T, U> Into<U> for T {}
pub trait TryFrom<T> { type Error; fn try_from(value: T) -> Result<Self, Self::Error>; }
pub trait TryInto<T> { type Error; fn try_into(self) -> Result<T, Self::Error>; }
impl<T, U> TryInto<U> for T { type Error = <U as TryFrom>::Error; }
impl<T> TryFrom<T> for usize { type Error = TryFromIntError; }
pub trait FromStr { type Err; fn from_str(s: &str) -> Result<Self, Self::Err>; }
impl FromStr for usize { type Err = ParseIntError; }
pub trait AsRef<T> { fn as_ref(&self) -> &T; }
impl<T, U> AsRef<U> for T {}
pub trait AsMut<T> { fn as_mut(&mut self) -> &mut T; }
impl<T, U> AsMut<U> for T {}
pub trait Borrow<T> { fn borrow(&self) -> &T; }
impl<T, U> Borrow<U> for T {}
pub trait BorrowMut<T> { fn borrow_mut(&mut self) -> &mut T; }
impl<T, U> BorrowMut<U> for T {}
pub trait Any { fn type_id(&self) -> TypeId; }
impl dyn Any { fn is<T>(&self) -> bool; fn downcast_ref<T>(&self) -> Option<&T>; fn downcast_mut<T>(&mut self) -> Option<&mut T>; }
impl<T> Any for T {}
pub struct TypeId;
impl TypeId { fn of<T>() -> TypeId; }
pub trait Drop { fn drop(&mut self); }
pub trait Deref { type Target; fn deref(&self) -> &Self::Target; fn deref_mut(&mut self) -> &mut Self::Target; }
impl<'a, T> Deref for &'a T { type Target = T; }
pub trait DerefMut: Deref { fn deref_mut(&mut self) -> &mut Self::Target; }
pub trait Index<Idx> { type Output; fn index(&self, index: Idx) -> &Self::Output; }
pub trait IndexMut<Idx>: Index<Idx> { fn index_mut(&mut self, index: Idx) -> &mut Self::Output; }
pub trait Add<Rhs> { type Output; fn add(self, rhs: Rhs) -> Self::Output; }
pub trait Sub<Rhs> { type Output; fn sub(self, rhs: Rhs) -> Self::Output; }
pub trait Mul<Rhs> { type Output; fn mul(self, rhs: Rhs) -> Self::Output; }
pub trait Div<Rhs> { type Output; fn div(self, rhs: Rhs) -> Self::Output; }
pub trait Rem<Rhs> { type Output; fn rem(self, rhs: Rhs) -> Self::Output; }
pub trait BitOr<Rhs> { type Output; fn bitor(self, rhs: Rhs) -> Self::Output; }
pub trait BitAnd<Rhs> { type Output; fn bitand(self, rhs: Rhs) -> Self::Output; }
pub trait BitXor<Rhs> { type Output; fn bitxor(self, rhs: Rhs) -> Self::Output; }
pub trait Shl<Rhs> { type Output; fn shl(self, rhs: Rhs) -> Self::Output; }
pub trait Shr<Rhs> { type Output; fn shr(self, rhs: Rhs) -> Self::Output; }
pub trait Not { type Output; fn not(self) -> Self::Output; }
pub trait Neg { type Output; fn neg(self) -> Self::Output; }
pub trait AddAssign<Rhs> { fn add_assign(&mut self, rhs: Rhs); }
pub trait SubAssign<Rhs> { fn sub_assign(&mut self, rhs: Rhs); }
pub trait BitOrAssign<Rhs> { fn bitor_assign(&mut self, rhs: Rhs); }
pub trait BitAndAssign<Rhs> { fn bitand_assign(&mut self, rhs: Rhs); }
pub trait Future { type Output; fn poll(self, cx: &mut Context) -> Poll<Self::Output>; }
impl<F: Future> Future for Box<F> { type Output = <F as Future>::Output; }
impl<P> Future for Pin<P> { type Output = <<P as Deref>::Target as Future>::Output; }
pub trait IntoFuture { type Output; type IntoFuture; fn into_future(self) -> Self::IntoFuture; }
pub enum Poll<T> { Ready(T), Pending }
impl<T> Poll<T> { fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Poll<U>; fn is_ready(&self) -> bool; fn is_pending(&self) -> bool; }
pub struct Context;
impl Context { fn waker(&self) -> &Waker; fn from_waker(waker: &Waker) -> Context; }
pub struct Waker;
impl Waker { fn wake(self); fn wake_by_ref(&self); fn will_wake(&self, other: &Waker) -> bool; }
pub trait Wake { fn wake(self: Arc<Self>); }

pub fn drop<T>(x: T);
pub fn identity<T>(x: T) -> T;
pub fn swap<T>(x: &mut T, y: &mut T);
pub fn replace<T>(dest: &mut T, src: T) -> T;
pub fn take<T>(dest: &mut T) -> T;
pub fn forget<T>(t: T);
pub fn size_of<T>() -> usize;
pub fn size_of_val<T>(val: &T) -> usize;
pub fn align_of<T>() -> usize;
pub fn transmute<A, B>(a: A) -> B;
pub fn discriminant<T>(v: &T) -> Discriminant<T>;
pub struct Discriminant<T> { t: T }
pub fn type_name<T>() -> &str;
pub fn max<T>(v1: T, v2: T) -> T;
pub fn min<T>(v1: T, v2: T) -> T;
pub fn black_box<T>(dummy: T) -> T;
pub fn catch_unwind<F: FnOnce() -> R, R>(f: F) -> Result<R, Box<dyn Any>>;
pub fn null<T>() -> *const T;
pub fn null_mut<T>() -> *mut T;

impl<T> *const T {
    fn is_null(self) -> bool;
    fn add(self, count: usize) -> *const T;
    fn sub(self, count: usize) -> *const T;
    fn offset(self, count: isize) -> *const T;
    fn offset_from(self, origin: *const T) -> isize;
    fn cast<U>(self) -> *const U;
    fn read(self) -> T;
    fn read_unaligned(self) -> T;
    fn wrapping_add(self, count: usize) -> *const T;
}

// -- errors, formatting, input and output

impl dyn Error { fn is<T>(&self) -> bool; fn downcast_ref<T>(&self) -> Option<&T>; fn downcast_mut<T>(&mut self) -> Option<&mut T>; }
pub trait Error { fn source(&self) -> Option<&dyn Error>; fn description(&self) -> &str; fn cause(&self) -> Option<&dyn Error>; }
pub mod fmt {
    pub type Result = super::Result<(), Error>;
    pub struct Error;
    pub struct Formatter;
    impl Formatter {
        fn write_str(&mut self, data: &str) -> Result;
        fn write_char(&mut self, c: char) -> Result;
        fn write_fmt(&mut self, fmt: Arguments) -> Result;
        fn pad(&mut self, s: &str) -> Result;
        fn pad_integral(&mut self, is_nonnegative: bool, prefix: &str, buf: &str) -> Result;
        fn alternate(&self) -> bool;
        fn width(&self) -> Option<usize>;
        fn precision(&self) -> Option<usize>;
        fn fill(&self) -> char;
        fn sign_plus(&self) -> bool;
        fn debug_struct(&mut self, name: &str) -> DebugStruct;
        fn debug_tuple(&mut self, name: &str) -> DebugStruct;
        fn debug_list(&mut self) -> DebugStruct;
        fn debug_set(&mut self) -> DebugStruct;
        fn debug_map(&mut self) -> DebugStruct;
    }
    pub struct DebugStruct;
    impl DebugStruct {
        fn field<V>(&mut self, name: &str, value: V) -> &mut DebugStruct;
        fn entry<V>(&mut self, entry: V) -> &mut DebugStruct;
        fn entries<I>(&mut self, entries: I) -> &mut DebugStruct;
        fn key<V>(&mut self, key: V) -> &mut DebugStruct;
        fn value<V>(&mut self, value: V) -> &mut DebugStruct;
        fn finish(&mut self) -> Result;
        fn finish_non_exhaustive(&mut self) -> Result;
    }
    pub type DebugTuple = DebugStruct;
    pub type DebugList = DebugStruct;
    pub type DebugMap = DebugStruct;
    pub type DebugSet = DebugStruct;
    pub struct Arguments;
    impl Arguments { fn as_str(&self) -> Option<&str>; }
    pub trait Display { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Debug { fn fmt(&self, f: &mut Formatter) -> Result; }
    impl<T> Display for T {}
    impl<T> Debug for T {}
    pub trait LowerHex { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait UpperHex { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Binary { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Octal { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Pointer { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Write { fn write_str(&mut self, s: &str) -> Result; fn write_char(&mut self, c: char) -> Result; fn write_fmt(&mut self, args: Arguments) -> Result; }
}
pub use fmt::Debug;
pub mod io {
    pub type Result<T> = super::Result<T, Error>;
    pub struct Error;
    impl Error {
        fn new<E>(kind: ErrorKind, error: E) -> Error;
        fn other<E>(error: E) -> Error;
        fn last_os_error() -> Error;
        fn from_raw_os_error(code: i32) -> Error;
        fn raw_os_error(&self) -> Option<i32>;
        fn kind(&self) -> ErrorKind;
        fn get_ref(&self) -> Option<&dyn super::Error>;
        fn into_inner(self) -> Option<Box<dyn super::Error>>;
    }
    pub enum ErrorKind { NotFound, PermissionDenied, ConnectionRefused, ConnectionReset, ConnectionAborted, NotConnected, AddrInUse, AddrNotAvailable, BrokenPipe, AlreadyExists, WouldBlock, InvalidInput, InvalidData, TimedOut, WriteZero, Interrupted, Unsupported, UnexpectedEof, OutOfMemory, Other }
    pub trait Read {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize>;
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize>;
        fn read_to_string(&mut self, buf: &mut String) -> Result<usize>;
        fn read_exact(&mut self, buf: &mut [u8]) -> Result<()>;
        fn by_ref(&mut self) -> &mut Self;
        fn bytes(self) -> impl Iterator<Item = Result<u8>>;
        fn chain<R>(self, next: R) -> impl Read;
        fn take(self, limit: u64) -> impl Read;
    }
    pub trait Write {
        fn write(&mut self, buf: &[u8]) -> Result<usize>;
        fn flush(&mut self) -> Result<()>;
        fn write_all(&mut self, buf: &[u8]) -> Result<()>;
        fn write_fmt(&mut self, fmt: super::fmt::Arguments) -> Result<()>;
        fn by_ref(&mut self) -> &mut Self;
    }
    pub trait Seek { fn seek(&mut self, pos: SeekFrom) -> Result<u64>; fn rewind(&mut self) -> Result<()>; fn stream_position(&mut self) -> Result<u64>; }
    pub enum SeekFrom { Start(u64), End(i64), Current(i64) }
    pub trait BufRead: Read {
        fn fill_buf(&mut self) -> Result<&[u8]>;
        fn consume(&mut self, amt: usize);
        fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize>;
        fn read_line(&mut self, buf: &mut String) -> Result<usize>;
        fn split(self, byte: u8) -> impl Iterator<Item = Result<Vec<u8>>>;
        fn lines(self) -> impl Iterator<Item = Result<String>>;
    }
    pub struct BufReader<R> { inner: R }
    impl<R> BufReader<R> { fn new(inner: R) -> BufReader<R>; fn with_capacity(capacity: usize, inner: R) -> BufReader<R>; fn get_ref(&self) -> &R; fn get_mut(&mut self) -> &mut R; fn into_inner(self) -> R; fn buffer(&self) -> &[u8]; }
    impl<R> Read for BufReader<R> {}
    impl<R> BufRead for BufReader<R> {}
    pub struct BufWriter<W> { inner: W }
    impl<W> BufWriter<W> { fn new(inner: W) -> BufWriter<W>; fn with_capacity(capacity: usize, inner: W) -> BufWriter<W>; fn get_ref(&self) -> &W; fn get_mut(&mut self) -> &mut W; fn into_inner(self) -> super::Result<W, Error>; }
    impl<W> Write for BufWriter<W> {}
    pub struct LineWriter<W> { inner: W }
    impl<W> LineWriter<W> { fn new(inner: W) -> LineWriter<W>; fn get_ref(&self) -> &W; fn get_mut(&mut self) -> &mut W; }
    impl<W> Write for LineWriter<W> {}
    pub struct Cursor<T> { inner: T }
    impl<T> Cursor<T> { fn new(inner: T) -> Cursor<T>; fn into_inner(self) -> T; fn get_ref(&self) -> &T; fn get_mut(&mut self) -> &mut T; fn position(&self) -> u64; fn set_position(&mut self, pos: u64); }
    impl<T> Read for Cursor<T> {}
    impl<T> BufRead for Cursor<T> {}
    impl<T> Write for Cursor<T> {}
    impl<T> Seek for Cursor<T> {}
    pub struct Stdin;
    impl Stdin { fn lock(&self) -> StdinLock; fn read_line(&self, buf: &mut String) -> Result<usize>; fn lines(self) -> impl Iterator<Item = Result<String>>; }
    impl Read for Stdin {}
    pub struct StdinLock;
    impl Read for StdinLock {}
    impl BufRead for StdinLock {}
    pub struct Stdout;
    impl Stdout { fn lock(&self) -> StdoutLock; }
    impl Write for Stdout {}
    pub struct StdoutLock;
    impl Write for StdoutLock {}
    pub type Stderr = Stdout;
    pub type StderrLock = StdoutLock;
    pub fn stdin() -> Stdin;
    pub fn stdout() -> Stdout;
    pub fn stderr() -> Stdout;
    pub fn copy<R, W>(reader: &mut R, writer: &mut W) -> Result<u64>;
    pub fn read_to_string<R>(reader: R) -> Result<String>;
    pub fn sink() -> impl Write;
    pub fn empty() -> impl Read;
    impl Read for [u8] {}
    impl Write for Vec<u8> {}
}
impl io::Read for File {}
impl io::Write for File {}
impl io::Seek for File {}
pub struct File;
impl File {
    fn open<P>(path: P) -> io::Result<File>;
    fn create<P>(path: P) -> io::Result<File>;
    fn options() -> OpenOptions;
    fn metadata(&self) -> io::Result<Metadata>;
    fn set_len(&self, size: u64) -> io::Result<()>;
    fn sync_all(&self) -> io::Result<()>;
    fn sync_data(&self) -> io::Result<()>;
    fn try_clone(&self) -> io::Result<File>;
}
pub struct OpenOptions;
impl OpenOptions {
    fn new() -> OpenOptions;
    fn read(&mut self, read: bool) -> &mut OpenOptions;
    fn write(&mut self, write: bool) -> &mut OpenOptions;
    fn append(&mut self, append: bool) -> &mut OpenOptions;
    fn truncate(&mut self, truncate: bool) -> &mut OpenOptions;
    fn create(&mut self, create: bool) -> &mut OpenOptions;
    fn create_new(&mut self, create_new: bool) -> &mut OpenOptions;
    fn open<P>(&self, path: P) -> io::Result<File>;
}
pub struct Metadata;
impl Metadata { fn file_type(&self) -> FileType; fn is_dir(&self) -> bool; fn is_file(&self) -> bool; fn is_symlink(&self) -> bool; fn len(&self) -> u64; fn permissions(&self) -> Permissions; fn modified(&self) -> io::Result<SystemTime>; fn created(&self) -> io::Result<SystemTime>; }
pub struct Permissions;
impl Permissions { fn readonly(&self) -> bool; fn set_readonly(&mut self, readonly: bool); fn mode(&self) -> u32; }
pub struct FileType;
impl FileType { fn is_dir(&self) -> bool; fn is_file(&self) -> bool; fn is_symlink(&self) -> bool; }
pub struct DirEntry;
impl DirEntry { fn path(&self) -> PathBuf; fn metadata(&self) -> io::Result<Metadata>; fn file_type(&self) -> io::Result<FileType>; fn file_name(&self) -> OsString; }
pub struct ReadDir;
impl Iterator for ReadDir { type Item = io::Result<DirEntry>; }
pub mod fs {
    pub use super::File;
    pub fn read<P>(path: P) -> io::Result<Vec<u8>>;
    pub fn read_to_string<P>(path: P) -> io::Result<String>;
    pub fn write<P, C>(path: P, contents: C) -> io::Result<()>;
    pub fn remove_file<P>(path: P) -> io::Result<()>;
    pub fn remove_dir<P>(path: P) -> io::Result<()>;
    pub fn remove_dir_all<P>(path: P) -> io::Result<()>;
    pub fn create_dir<P>(path: P) -> io::Result<()>;
    pub fn create_dir_all<P>(path: P) -> io::Result<()>;
    pub fn metadata<P>(path: P) -> io::Result<Metadata>;
    pub fn symlink_metadata<P>(path: P) -> io::Result<Metadata>;
    pub fn rename<P, Q>(from: P, to: Q) -> io::Result<()>;
    pub fn copy<P, Q>(from: P, to: Q) -> io::Result<u64>;
    pub fn canonicalize<P>(path: P) -> io::Result<PathBuf>;
    pub fn read_dir<P>(path: P) -> io::Result<ReadDir>;
    pub fn read_link<P>(path: P) -> io::Result<PathBuf>;
    pub fn set_permissions<P>(path: P, perm: Permissions) -> io::Result<()>;
}
pub struct Path;
impl Path {
    fn new<S>(s: &S) -> &Path;
    fn as_os_str(&self) -> &OsStr;
    fn to_str(&self) -> Option<&str>;
    fn to_string_lossy(&self) -> Cow<str>;
    fn to_path_buf(&self) -> PathBuf;
    fn is_absolute(&self) -> bool;
    fn is_relative(&self) -> bool;
    fn parent(&self) -> Option<&Path>;
    fn ancestors(&self) -> impl Iterator<Item = &Path>;
    fn file_name(&self) -> Option<&OsStr>;
    fn strip_prefix<P>(&self, base: P) -> Result<&Path, StripPrefixError>;
    fn starts_with<P>(&self, base: P) -> bool;
    fn ends_with<P>(&self, child: P) -> bool;
    fn file_stem(&self) -> Option<&OsStr>;
    fn extension(&self) -> Option<&OsStr>;
    fn join<P>(&self, path: P) -> PathBuf;
    fn with_file_name<S>(&self, file_name: S) -> PathBuf;
    fn with_extension<S>(&self, extension: S) -> PathBuf;
    fn components(&self) -> Components;
    fn iter(&self) -> impl Iterator<Item = &OsStr>;
    fn display(&self) -> PathDisplay;
    fn metadata(&self) -> io::Result<Metadata>;
    fn symlink_metadata(&self) -> io::Result<Metadata>;
    fn canonicalize(&self) -> io::Result<PathBuf>;
    fn read_dir(&self) -> io::Result<ReadDir>;
    fn read_link(&self) -> io::Result<PathBuf>;
    fn exists(&self) -> bool;
    fn try_exists(&self) -> io::Result<bool>;
    fn is_file(&self) -> bool;
    fn is_dir(&self) -> bool;
    fn is_symlink(&self) -> bool;
    fn has_root(&self) -> bool;
    fn to_owned(&self) -> PathBuf;
}
impl ToOwned for Path { type Owned = PathBuf; }
impl<'a> IntoIterator for &'a Path { type Item = &'a OsStr; }
pub struct StripPrefixError;
pub struct PathDisplay;
pub struct Components;
impl Iterator for Components { type Item = Component; }
impl Components { fn as_path(&self) -> &Path; }
pub enum Component { Prefix(PrefixComponent), RootDir, CurDir, ParentDir, Normal(&OsStr) }
impl Component { fn as_os_str(self) -> &OsStr; }
pub struct PrefixComponent;
pub struct PathBuf;
impl PathBuf {
    fn new() -> PathBuf;
    fn as_path(&self) -> &Path;
    fn push<P>(&mut self, path: P);
    fn pop(&mut self) -> bool;
    fn set_file_name<S>(&mut self, file_name: S);
    fn set_extension<S>(&mut self, extension: S) -> bool;
    fn into_os_string(self) -> OsString;
    fn into_boxed_path(self) -> Box<Path>;
}
impl Deref for PathBuf { type Target = Path; }
pub struct OsStr;
impl OsStr {
    fn new<S>(s: &S) -> &OsStr;
    fn to_str(&self) -> Option<&str>;
    fn to_string_lossy(&self) -> Cow<str>;
    fn to_os_string(&self) -> OsString;
    fn is_empty(&self) -> bool;
    fn len(&self) -> usize;
    fn to_ascii_lowercase(&self) -> OsString;
    fn eq_ignore_ascii_case<S>(&self, other: S) -> bool;
    fn as_bytes(&self) -> &[u8];
    fn as_encoded_bytes(&self) -> &[u8];
    fn from_bytes(slice: &[u8]) -> &OsStr;
    fn to_owned(&self) -> OsString;
    fn encode_wide(&self) -> impl Iterator<Item = u16>;
    fn display(&self) -> PathDisplay;
}
impl ToOwned for OsStr { type Owned = OsString; }
pub struct OsString;
impl OsString {
    fn new() -> OsString;
    fn with_capacity(capacity: usize) -> OsString;
    fn as_os_str(&self) -> &OsStr;
    fn into_string(self) -> Result<String, OsString>;
    fn push<T>(&mut self, s: T);
    fn into_vec(self) -> Vec<u8>;
    fn from_vec(vec: Vec<u8>) -> OsString;
    fn clear(&mut self);
    fn into_boxed_os_str(self) -> Box<OsStr>;
}
impl Deref for OsString { type Target = OsStr; }
pub struct CStr;
impl CStr { fn to_str(&self) -> Result<&str, Utf8Error>; fn to_bytes(&self) -> &[u8]; fn to_string_lossy(&self) -> Cow<str>; fn as_ptr(&self) -> *const c_char; fn from_ptr(ptr: *const c_char) -> &CStr; fn to_owned(&self) -> CString; }
pub struct CString;
impl CString { fn new<T>(t: T) -> Result<CString, NulError>; fn as_ptr(&self) -> *const c_char; fn into_raw(self) -> *mut c_char; fn as_c_str(&self) -> &CStr; fn into_bytes(self) -> Vec<u8>; }
impl Deref for CString { type Target = CStr; }
pub struct NulError;

pub struct Duration;
impl Duration {
    fn new(secs: u64, nanos: u32) -> Duration;
    fn from_secs(secs: u64) -> Duration;
    fn from_millis(millis: u64) -> Duration;
    fn from_micros(micros: u64) -> Duration;
    fn from_nanos(nanos: u64) -> Duration;
    fn from_secs_f64(secs: f64) -> Duration;
    fn is_zero(&self) -> bool;
    fn as_secs(&self) -> u64;
    fn as_millis(&self) -> u128;
    fn as_micros(&self) -> u128;
    fn as_nanos(&self) -> u128;
    fn as_secs_f64(&self) -> f64;
    fn as_secs_f32(&self) -> f32;
    fn subsec_nanos(&self) -> u32;
    fn subsec_millis(&self) -> u32;
    fn checked_sub(self, rhs: Duration) -> Option<Duration>;
    fn checked_add(self, rhs: Duration) -> Option<Duration>;
    fn saturating_sub(self, rhs: Duration) -> Duration;
    fn mul_f64(self, rhs: f64) -> Duration;
}
pub struct Instant;
impl Instant { fn now() -> Instant; fn elapsed(&self) -> Duration; fn duration_since(&self, earlier: Instant) -> Duration; fn checked_duration_since(&self, earlier: Instant) -> Option<Duration>; fn saturating_duration_since(&self, earlier: Instant) -> Duration; fn checked_add(&self, duration: Duration) -> Option<Instant>; }
impl Sub<Instant> for Instant { type Output = Duration; }
pub struct SystemTime;
impl SystemTime { fn now() -> SystemTime; fn elapsed(&self) -> Result<Duration, SystemTimeError>; fn duration_since(&self, earlier: SystemTime) -> Result<Duration, SystemTimeError>; }
pub struct SystemTimeError;

pub struct Command;
impl Command {
    fn new<S>(program: S) -> Command;
    fn arg<S>(&mut self, arg: S) -> &mut Command;
    fn args<I>(&mut self, args: I) -> &mut Command;
    fn env<K, V>(&mut self, key: K, val: V) -> &mut Command;
    fn envs<I>(&mut self, vars: I) -> &mut Command;
    fn env_remove<K>(&mut self, key: K) -> &mut Command;
    fn env_clear(&mut self) -> &mut Command;
    fn current_dir<P>(&mut self, dir: P) -> &mut Command;
    fn stdin<T>(&mut self, cfg: T) -> &mut Command;
    fn stdout<T>(&mut self, cfg: T) -> &mut Command;
    fn stderr<T>(&mut self, cfg: T) -> &mut Command;
    fn spawn(&mut self) -> io::Result<Child>;
    fn output(&mut self) -> io::Result<Output>;
    fn status(&mut self) -> io::Result<ExitStatus>;
    fn get_program(&self) -> &OsStr;
    fn get_args(&self) -> impl Iterator<Item = &OsStr>;
}
pub struct Child { stdin: Option<ChildStdin>, stdout: Option<ChildStdout>, stderr: Option<ChildStdout> }
impl Child { fn kill(&mut self) -> io::Result<()>; fn id(&self) -> u32; fn wait(&mut self) -> io::Result<ExitStatus>; fn try_wait(&mut self) -> io::Result<Option<ExitStatus>>; fn wait_with_output(self) -> io::Result<Output>; }
pub struct ChildStdin;
impl io::Write for ChildStdin {}
pub struct ChildStdout;
impl io::Read for ChildStdout {}
pub struct Output { status: ExitStatus, stdout: Vec<u8>, stderr: Vec<u8> }
pub struct ExitStatus;
impl ExitStatus { fn success(&self) -> bool; fn code(&self) -> Option<i32>; fn signal(&self) -> Option<i32>; }
pub struct ExitCode;
pub struct Stdio;
impl Stdio { fn piped() -> Stdio; fn inherit() -> Stdio; fn null() -> Stdio; }
pub mod process {
    pub use super::Command;
    pub fn exit(code: i32) -> !;
    pub fn abort() -> !;
    pub fn id() -> u32;
}
pub mod env {
    pub fn args() -> Args;
    pub fn args_os() -> ArgsOs;
    pub fn var<K>(key: K) -> Result<String, VarError>;
    pub fn var_os<K>(key: K) -> Option<OsString>;
    pub fn vars() -> impl Iterator<Item = (String, String)>;
    pub fn vars_os() -> impl Iterator<Item = (OsString, OsString)>;
    pub fn set_var<K, V>(key: K, value: V);
    pub fn remove_var<K>(key: K);
    pub fn current_dir() -> io::Result<PathBuf>;
    pub fn set_current_dir<P>(path: P) -> io::Result<()>;
    pub fn current_exe() -> io::Result<PathBuf>;
    pub fn temp_dir() -> PathBuf;
    pub fn home_dir() -> Option<PathBuf>;
    pub fn split_paths<T>(unparsed: &T) -> impl Iterator<Item = PathBuf>;
    pub struct Args;
    impl Iterator for Args { type Item = String; }
    pub struct ArgsOs;
    impl Iterator for ArgsOs { type Item = OsString; }
    pub enum VarError { NotPresent, NotUnicode(OsString) }
}
pub mod thread {
    pub fn spawn<F: FnOnce() -> T, T>(f: F) -> JoinHandle<T>;
    pub fn scope<F: FnOnce(&Scope) -> T, T>(f: F) -> T;
    pub fn sleep(dur: Duration);
    pub fn current() -> Thread;
    pub fn yield_now();
    pub fn park();
    pub fn available_parallelism() -> io::Result<NonZeroUsize>;
    pub fn panicking() -> bool;
    pub struct JoinHandle<T> { t: T }
    impl<T> JoinHandle<T> { fn join(self) -> Result<T, Box<dyn Any>>; fn thread(&self) -> &Thread; fn is_finished(&self) -> bool; }
    pub struct Scope;
    impl Scope { fn spawn<F: FnOnce() -> T, T>(&self, f: F) -> JoinHandle<T>; }
    pub struct Thread;
    impl Thread { fn id(&self) -> ThreadId; fn name(&self) -> Option<&str>; fn unpark(&self); }
    pub struct ThreadId;
    pub struct Builder;
    impl Builder { fn new() -> Builder; fn name(self, name: String) -> Builder; fn stack_size(self, size: usize) -> Builder; fn spawn<F: FnOnce() -> T, T>(self, f: F) -> io::Result<JoinHandle<T>>; }
    pub struct LocalKey<T> { t: T }
    impl<T> LocalKey<T> { fn with<F: FnOnce(&T) -> R, R>(&self, f: F) -> R; fn try_with<F: FnOnce(&T) -> R, R>(&self, f: F) -> Result<R, AccessError>; fn get(&self) -> <T as Deref>::Target; fn set<V>(&self, value: V); }
    pub struct AccessError;
}
pub mod mpsc {
    pub fn channel<T>() -> (Sender<T>, Receiver<T>);
    pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>);
    pub struct Sender<T> { t: T }
    impl<T> Sender<T> { fn send(&self, t: T) -> Result<(), SendError<T>>; }
    pub struct SyncSender<T> { t: T }
    impl<T> SyncSender<T> { fn send(&self, t: T) -> Result<(), SendError<T>>; fn try_send(&self, t: T) -> Result<(), SendError<T>>; }
    pub struct Receiver<T> { t: T }
    impl<T> Receiver<T> { fn recv(&self) -> Result<T, RecvError>; fn try_recv(&self) -> Result<T, RecvError>; fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvError>; fn iter(&self) -> impl Iterator<Item = T>; fn try_iter(&self) -> impl Iterator<Item = T>; }
    impl<T> IntoIterator for Receiver<T> { type Item = T; }
    impl<'a, T> IntoIterator for &'a Receiver<T> { type Item = T; }
    pub struct SendError<T>(T);
    pub struct RecvError;
}
pub struct Ipv4Addr;
impl Ipv4Addr { fn new(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr; fn octets(&self) -> [u8; 4]; fn is_loopback(&self) -> bool; }
pub struct Ipv6Addr;
impl Ipv6Addr { fn new(a: u16, b: u16, c: u16, d: u16, e: u16, f: u16, g: u16, h: u16) -> Ipv6Addr; fn octets(&self) -> [u8; 16]; fn segments(&self) -> [u16; 8]; }
pub enum IpAddr { V4(Ipv4Addr), V6(Ipv6Addr) }
impl IpAddr { fn is_ipv4(&self) -> bool; fn is_ipv6(&self) -> bool; fn is_loopback(&self) -> bool; }
pub struct SocketAddr;
impl SocketAddr { fn new(ip: IpAddr, port: u16) -> SocketAddr; fn ip(&self) -> IpAddr; fn port(&self) -> u16; }
pub struct TcpStream;
impl TcpStream { fn connect<A>(addr: A) -> io::Result<TcpStream>; fn peer_addr(&self) -> io::Result<SocketAddr>; fn local_addr(&self) -> io::Result<SocketAddr>; fn set_nodelay(&self, nodelay: bool) -> io::Result<()>; fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()>; fn try_clone(&self) -> io::Result<TcpStream>; }
impl io::Read for TcpStream {}
impl io::Write for TcpStream {}
pub struct TcpListener;
impl TcpListener { fn bind<A>(addr: A) -> io::Result<TcpListener>; fn accept(&self) -> io::Result<(TcpStream, SocketAddr)>; fn local_addr(&self) -> io::Result<SocketAddr>; fn incoming(&self) -> impl Iterator<Item = io::Result<TcpStream>>; }
pub struct Layout;
impl Layout { fn new<T>() -> Layout; fn array<T>(n: usize) -> Result<Layout, LayoutError>; fn size(&self) -> usize; fn align(&self) -> usize; }
pub struct LayoutError;
