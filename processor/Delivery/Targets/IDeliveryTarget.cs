using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>Where a sink delivers to.</summary>
internal interface IDeliveryTarget : IDisposable
{
    /// <summary>For people, without secrets.</summary>
    string Name { get; }

    /// <summary>Hands over one payload.</summary>
    /// <returns>The judged answer; failures of the target are verdicts, not exceptions.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    Task<Verdict> SendAsync(Payload payload, CancellationToken cancellation);
}
