namespace Pipeline.Processor.Reading;

/// <summary>What <c>read</c> is asked for.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="FromBeginning">Whether to begin with the oldest record.</param>
/// <param name="Follow">Whether to wait for records to come instead of ending at the end.</param>
/// <param name="Max">The most records to print; where only the last ones are asked for, of each partition.</param>
/// <param name="Partition">The only partition to read; null for all.</param>
/// <param name="Key">The only key to print, as text; null for all.</param>
internal sealed record ReadOptions(
    string Topic,
    bool FromBeginning = false,
    bool Follow = false,
    int? Max = null,
    int? Partition = null,
    string? Key = null
)
{
    /// <summary>How many records of each partition are printed when nothing else is asked for.</summary>
    public const int DefaultLast = 10;

    /// <summary>Whether only the last records of each partition are asked for.</summary>
    public bool LastOnly => !FromBeginning && !Follow;
}
