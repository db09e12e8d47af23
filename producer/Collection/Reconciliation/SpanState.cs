namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>How far the work on a span is.</summary>
internal enum SpanState
{
    Running,
    Done,
    Cancelled,
    Failed,
}
