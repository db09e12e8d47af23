namespace Pipeline.Processor.Embedded.Consuming;

/// <summary>What a member has to do before it may consume.</summary>
internal enum RebalanceStep
{
    None,
    Assign,
    Revoke,
    Lose,
}
