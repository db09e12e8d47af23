namespace Pipeline.Processor.Routing;

/// <summary>One row of the published event-type list.</summary>
/// <param name="Pattern">Event type; one <c>*</c> stands for any characters.</param>
/// <param name="Category">Category of the list.</param>
/// <param name="IsAlert">Whether events of the type are alerts of Okta's own, besides telemetry.</param>
internal sealed record EventTypeRow(string Pattern, string Category, bool IsAlert);
