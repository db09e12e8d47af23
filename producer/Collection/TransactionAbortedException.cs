namespace Pipeline.Producer.Collection;

/// <summary>
/// A transaction failed and was aborted: nothing of the page is visible, the same page is tried again.
/// </summary>
internal sealed class TransactionAbortedException(string message, Exception inner) : Exception(message, inner);
