using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

/// <summary>One codec for every key.</summary>
internal sealed class OneCodec(IStateCodec codec) : IStateCodecs
{
    public IStateCodec For(string key) => codec;
}
