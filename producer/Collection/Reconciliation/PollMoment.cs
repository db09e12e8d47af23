namespace Pipeline.Producer.Collection.Reconciliation;

/// <summary>A moment in the life of a tenant's poll.</summary>
/// <param name="Number">Its place among all such moments of this process.</param>
/// <param name="At">Okta's clock at that moment, or a little later.</param>
internal sealed record PollMoment(long Number, DateTimeOffset At)
{
    /// <summary>Before every poll.</summary>
    public static PollMoment Beginning => new(0, DateTimeOffset.MinValue);
}
