using System.Net;

namespace Pipeline.Local.Receiver;

/// <summary>How a receiver behaves.</summary>
internal sealed class ReceiverOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Loopback unless the receiver must be reached from other containers.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Directory for alerts.jsonl and telemetry.jsonl; null keeps nothing.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Larger bodies (before decompression) get 413; null for no bound of its own.</summary>
    public long? MaxBytes { get; init; }

    public ReceiverScript Faults { get; init; } = ReceiverScript.None;

    /// <summary>Called for each accepted line, in order of acceptance, before the request is answered.</summary>
    public Action<AcceptedLine>? Accepted { get; init; }
}
