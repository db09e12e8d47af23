using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>When a fault strikes. Pure: the same request number strikes again in every run.</summary>
internal sealed record FaultTrigger
{
    /// <summary>The first request that it strikes; requests count from 1 per path since the script was set.</summary>
    public long? At { get; init; }

    /// <summary>How many requests in a row from <see cref="At"/>.</summary>
    public long Times { get; init; } = 1;

    /// <summary>Every n-th request.</summary>
    public long? Every { get; init; }

    /// <summary>A share of all requests, 0 to 1, chosen by the seed.</summary>
    public double? Probability { get; init; }

    /// <param name="request">The number of the request.</param>
    /// <param name="seed">Of the script.</param>
    /// <param name="index">Of the fault in the script: two faults of one probability strike independently.</param>
    public bool Strikes(long request, ulong seed, int index)
    {
        if (At is null && Every is null && Probability is null)
        {
            return true;
        }

        return (At is { } at && request >= at && request < at + Times)
            || (Every is > 0 and var every && request % every == 0)
            || (Probability is { } share && Mix.Fraction(seed, (ulong)request, (ulong)index) < share);
    }
}
