namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>One moment has more events than may be in memory; a person must decide.</summary>
internal sealed class WindowTooDenseException(string message) : Exception(message);
