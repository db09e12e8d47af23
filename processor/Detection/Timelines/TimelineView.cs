using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>What a rule is shown of an entity.</summary>
internal sealed class TimelineView
{
    public required string Tenant { get; init; }

    /// <summary>Kind of the entity.</summary>
    public required string Kind { get; init; }

    /// <summary>Value of the entity.</summary>
    public required string Entity { get; init; }

    /// <summary>What people call it; of a user the login. Null where the log has none.</summary>
    public string? Name { get; init; }

    /// <summary>The name, else the value, fit for a title.</summary>
    public string Who => AlertText.Clean(Name ?? Entity);

    /// <summary>Whether the user is an administrator, by configuration or by the log.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>How far the tenant's event time has come.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Events in order of time: all that any rule of this kind keeps, so a rule picks its own.</summary>
    public required IReadOnlyList<Moment> Moments { get; init; }

    /// <summary>
    /// Where the entity signs in from, without the events of the last minutes that may still be reordered.
    /// </summary>
    public required SourceHistory Sources { get; init; }

    /// <summary>The rule's long memory.</summary>
    public SeenValues Seen { get; set; } = SeenValues.Empty;

    public required DetectionOptions Options { get; init; }

    /// <summary>Until when events were left out because there were too many.</summary>
    public DateTimeOffset? Overflowed { get; init; }

    /// <summary>One step more severe for administrators.</summary>
    public Severity ForAdmin(Severity severity) => IsAdmin && severity < Severity.Critical ? severity + 1 : severity;
}
