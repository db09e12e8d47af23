namespace Pipeline.Processor.Steps;

/// <summary>The codec of each kind of state value, found by the key's first part (<c>kind|...</c>).</summary>
internal interface IStateCodecs
{
    /// <exception cref="UnreadableStateException">No part of this version keeps such state.</exception>
    IStateCodec For(string key);
}
