namespace Pipeline.Local.Simulation.Scenario;

/// <summary>One event but for its uuid and time: what an activity wants the log to say.</summary>
internal sealed record EventDraft
{
    public required string EventType { get; init; }
    public required string Message { get; init; }
    public string? Legacy { get; init; }
    public string Severity { get; init; } = "INFO";
    public string Result { get; init; } = "SUCCESS";
    public string? Reason { get; init; }

    /// <summary>The <c>actor</c> object.</summary>
    public required ReadOnlyMemory<byte> Actor { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>The <c>device</c> object, or null.</summary>
    public ReadOnlyMemory<byte>? Device { get; init; }

    /// <summary>externalSessionId and rootSessionId; null before there is a session.</summary>
    public string? Session { get; init; }

    public string? AuthenticationProvider { get; init; }
    public string? CredentialProvider { get; init; }
    public string? CredentialType { get; init; }

    /// <summary>transaction.id; the events of one request share it.</summary>
    public required string Transaction { get; init; }

    public string RequestUri { get; init; } = "/idp/idx/authenticators/poll";

    /// <summary>dtHash of the browser; null for a phone or a job.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>Further entries of debugData, in this order.</summary>
    public (string Key, string Value)[] Debug { get; init; } = [];

    /// <summary>
    /// How long before the event the challenge it answers was sent; adds authenticatorMethodChallengeTime.
    /// </summary>
    public TimeSpan? ChallengeAge { get; init; }

    /// <summary>The behaviours judged new, e.g. <c>New Device=POSITIVE</c>; null writes none at all.</summary>
    public Behaviour? Behaviour { get; init; }

    public Target[]? Targets { get; init; }
}
