using System.Text.Json.Serialization;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Faults;

/// <summary>
/// A line of a fault script, of whatever server: when it strikes. Pure: the same request number strikes again in every
/// run.
/// </summary>
internal abstract record ScriptedFault
{
    /// <summary>The first request that it strikes; requests count from 1 per path since the script was set.</summary>
    [JsonPropertyName("at")]
    public long? At { get; init; }

    /// <summary>How many requests in a row from <see cref="At"/>.</summary>
    [JsonPropertyName("times")]
    public long Times { get; init; } = 1;

    /// <summary>Every n-th request.</summary>
    [JsonPropertyName("every")]
    public long? Every { get; init; }

    /// <summary>A share of all requests, 0 to 1, chosen by the seed.</summary>
    [JsonPropertyName("probability")]
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
